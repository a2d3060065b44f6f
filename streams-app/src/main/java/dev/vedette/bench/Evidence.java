package dev.vedette.bench;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.wire.WireSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes signals of detectors that there are not, about the subjects that {@link Question} asks
 * about: new ones, corrected ones, withdrawn ones. Behaviour that is minutes old says little by
 * itself.
 */
final class Evidence implements AutoCloseable {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final int DETECTORS = 3;
  private static final int HOURS = 6;
  private static final int WITHDRAWN_OF = 5;
  private static final int STRONGEST_MICROS = 1_500_000;

  private final KafkaProducer<String, Signal> producer;
  private final String topic;
  private final SplittableRandom random;
  private final int users;

  Evidence(ClientProperties clients, String topic, WireSerdes serdes, int users, long seed) {
    this.topic = topic;
    this.users = users;
    this.random = new SplittableRandom(seed);
    Properties config = clients.toProperties();
    producer = new KafkaProducer<>(config, new StringSerializer(), serdes.signals().serializer());
  }

  /** Writes so many a second for so long. */
  void timed(int perSecond, Duration length) {
    long startNanos = System.nanoTime();
    long number = perSecond * length.toMillis() / 1_000;
    for (long i = 0; i < number; i++) {
      long dueNanos = startNanos + i * 1_000_000_000L / perSecond;
      for (long wait = dueNanos - System.nanoTime();
          wait > 0;
          wait = dueNanos - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      Signal signal = any(System.currentTimeMillis());
      var _ =
          producer.send(
              new ProducerRecord<>(topic, SubjectKey.encode(signal.subject().decider()), signal));
    }
    producer.flush();
  }

  private Signal any(long nowMillis) {
    Subject subject;
    do {
      subject = Question.any(random, users, nowMillis).subject();
    } while (Question.isStranger(subject));
    long start = (nowMillis / HOUR_MILLIS - random.nextInt(HOURS)) * HOUR_MILLIS;
    int number = random.nextInt(DETECTORS);
    int micros =
        random.nextInt(WITHDRAWN_OF) == 0
            ? 0
            : random.nextInt(-STRONGEST_MICROS, STRONGEST_MICROS + 1);
    return new Signal(
        subject,
        "trial-" + number,
        Family.ofOrdinal(1 + number),
        start,
        start + HOUR_MILLIS,
        null,
        micros,
        0,
        "for the trial",
        "",
        List.of(),
        "",
        nowMillis,
        nowMillis);
  }

  @Override
  public void close() {
    producer.close();
  }
}
