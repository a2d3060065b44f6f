package dev.vedette.bench;

import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The least that Kafka Streams can do, exactly once: every record from one topic to another, with
 * the settings of the pipeline. The yardstick.
 */
final class PassThrough implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaStreams streams;

  private PassThrough(KafkaStreams streams) {
    this.streams = streams;
  }

  /** Makes both topics and starts. */
  static PassThrough start(Deployment deployment, String from, String to)
      throws InterruptedException {
    try (var admin = Admin.create(deployment.clients().toProperties())) {
      new Provision(admin, PATIENCE)
          .ensure(
              List.of(
                  new TopicSpec(from, deployment.partitions(), Map.of()),
                  new TopicSpec(to, deployment.partitions(), Map.of())));
    }
    Properties config = deployment.config();
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, deployment.commitInterval().toMillis());
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    builder.stream(
            from, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-records"))
        .filter((key, value) -> value != null, Named.as("select-all"))
        .to(to, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-records"));
    var streams = new KafkaStreams(builder.build(config), config);
    var running = new CountDownLatch(1);
    streams.setStateListener((now, before) -> {
      if (now == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
    });
    streams.start();
    if (!running.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      streams.close(PATIENCE);
      throw new IllegalStateException("the pass-through did not run within " + PATIENCE);
    }
    return new PassThrough(streams);
  }

  KafkaStreams streams() {
    return streams;
  }

  /** Fails if it has stopped. */
  void check() {
    if (streams.state() == KafkaStreams.State.ERROR) {
      throw new IllegalStateException("the pass-through stopped");
    }
  }

  @Override
  public void close() {
    streams.close(PATIENCE);
  }
}
