package dev.vedette.runtime;

import dev.vedette.events.SubjectKey;
import dev.vedette.risk.Verdict;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.io.IOException;

/** Writes verdicts to {@code verdicts.v1}, keyed by the subject that decides. */
public final class VerdictPublisher implements AutoCloseable {
  private static final int MAX_BYTES = 64 * 1024;

  private final Publisher publisher;
  private final WireSerdes serdes;

  /** Writes to the topic of a cluster, which must be there. */
  public VerdictPublisher(ClientProperties clients, Names names, WireSerdes serdes) {
    this.serdes = serdes;
    this.publisher = new Publisher(clients, names.of(Topics.VERDICTS), MAX_BYTES);
  }

  /**
   * Puts a verdict; it is there when this returns.
   *
   * @throws IOException if the broker did not take it in time
   */
  public void put(Verdict verdict) throws IOException, InterruptedException {
    publisher.publish(
        SubjectKey.encode(verdict.subject().decider()), serdes.verdicts().encode(verdict));
  }

  @Override
  public void close() {
    publisher.close();
  }
}
