package dev.vedette.app;

import dev.vedette.events.SubjectKey;
import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.rest.Backend;
import dev.vedette.rest.InboxProducer;
import dev.vedette.rest.Posting;
import dev.vedette.rest.RestServer;
import dev.vedette.rest.RestSettings;
import dev.vedette.rest.StoreQueries;
import dev.vedette.rest.letters.DeadLetterTopic;
import dev.vedette.rest.live.TopicUpdates;
import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.topology.PipelineSettings;
import dev.vedette.topology.Wire;
import dev.vedette.wire.WireSerdes;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** REST beside a pipeline, with all that it needs of the cluster. */
final class Serving implements AutoCloseable {
  private static final int MAX_VERDICT_BYTES = 64 * 1024;

  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final int port;

  private Serving(
      RestSettings rest, Pipeline pipeline, PipelineSettings settings, ClientProperties clients) {
    boolean started = false;
    try {
      var names = new Names(settings.topicPrefix());
      var inbox = new InboxProducer(clients, names.inbox());
      opened.push(inbox::close);
      var verdicts = new Publisher(clients, names.of(Topics.VERDICTS), MAX_VERDICT_BYTES);
      opened.push(verdicts::close);
      var letters = new DeadLetterTopic(clients, names, settings.raw());
      opened.push(letters::close);
      var updates = new TopicUpdates(clients, names);
      opened.push(updates::close);
      var serdes = new WireSerdes(PackagedSchemas.load());
      Wire wire = Wire.of(PackagedSchemas.load());
      var backend =
          Backend.of(new StoreQueries(pipeline, settings, InstantSource.system()))
              .with(
                  new Posting(
                      inbox,
                      settings.raw(),
                      () -> new RecordReader(wire.events(), settings.raw(), settings.topicPrefix()),
                      InstantSource.system(),
                      Posting.Limits.DEFAULT))
              .with(verdict ->
                  verdicts.publish(
                      SubjectKey.encode(verdict.subject().decider()),
                      serdes.verdicts().encode(verdict)))
              .with(letters)
              .with(updates);
      var server = RestServer.start(rest, backend);
      opened.push(server::close);
      port = server.port();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Starts to serve. */
  static Serving start(
      RestSettings rest, Pipeline pipeline, PipelineSettings settings, ClientProperties clients) {
    return new Serving(rest, pipeline, settings, clients);
  }

  /** The port that it listens on. */
  int port() {
    return port;
  }

  /** Closes what was opened, the last first. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
