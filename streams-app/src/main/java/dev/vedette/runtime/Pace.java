package dev.vedette.runtime;

import dev.vedette.flows.prevalence.PrevalenceFlow;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Keeps whoever feeds history in step with the pipeline that takes it.
 *
 * <p>Within a day of reception at most {@value #MAX_WAITING} events wait at the inbox; between two
 * days everything is drained, so that ingest tasks are never more than a day of reception apart
 * (the skew that behaviour allows), and so that the prevalence of the day before yesterday is
 * complete when an event is stamped with it.
 */
public final class Pace implements AutoCloseable {
  /** The most events that wait at the inbox. */
  public static final long MAX_WAITING = 4_000;

  private static final long DAY_MILLIS = 86_400_000L;
  private static final String BARRIER = "barrier//";

  private final Pipeline pipeline;
  private final Drain drain;
  private final Names names;
  private final KafkaProducer<String, Long> producer;
  private long passed = System.nanoTime();

  /** The pace of one feeder. */
  public Pace(Pipeline pipeline, Drain drain, ClientProperties clients, Names names) {
    this.pipeline = pipeline;
    this.drain = drain;
    this.names = names;
    Properties config = clients.toProperties();
    producer = new KafkaProducer<>(config, new StringSerializer(), new LongSerializer());
  }

  /** The day of an instant, counted from the epoch: between two of them {@link #endDay} is due. */
  public static long dayOf(long receivedMillis) {
    return Math.floorDiv(receivedMillis, DAY_MILLIS);
  }

  /** Waits until the inbox has room. */
  public void admit() throws InterruptedException {
    pipeline.check();
    while (drain.inboxLag() > MAX_WAITING) {
      pipeline.check();
      Thread.sleep(10);
    }
  }

  /**
   * Waits until all that was committed to the inbox has gone through all stages, and until all
   * prevalence written so far has arrived at the global store.
   */
  public void endDay() throws InterruptedException {
    drain.await(pipeline);
    passed++;
    var _ = producer.send(new ProducerRecord<>(names.of(Topics.PREVALENCE), 0, BARRIER, passed));
    producer.flush();
    var known = pipeline.<String, Long>store(PrevalenceFlow.KNOWN);
    for (Long seen = known.get(BARRIER);
        seen == null || seen != passed;
        seen = known.get(BARRIER)) {
      pipeline.check();
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
