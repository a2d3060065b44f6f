package dev.vedette.app;

import dev.vedette.runtime.VerdictPublisher;
import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.Names;
import dev.vedette.wire.WireSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and so which running instances, are told. */
final class Announcement {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster.")
  private String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Put before every topic's name.")
  private String topicPrefix;

  @SuppressWarnings("NullAway.Init")
  Announcement() {}

  /**
   * A publisher of verdicts. Their topic is not made here: it must have as many partitions as
   * {@code signals.v1}, as the service makes both.
   *
   * @throws IllegalArgumentException if there is none
   */
  VerdictPublisher verdicts(SchemaOptions schemaOptions) throws InterruptedException {
    var names = new Names(topicPrefix);
    String topic = names.of(Topics.VERDICTS);
    ClientProperties clients = clients();
    try (var admin = Admin.create(clients.toProperties())) {
      var _ =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalArgumentException(
            "there is no topic %s on %s: no service has run there"
                .formatted(topic, bootstrapServers),
            e);
      }
      throw cannotAsk(topic, e);
    } catch (TimeoutException e) {
      throw cannotAsk(topic, e);
    }
    return new VerdictPublisher(clients, names, new WireSerdes(schemaOptions.writing()));
  }

  private IllegalStateException cannotAsk(String topic, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IllegalStateException(
        "%s does not answer about %s: %s".formatted(bootstrapServers, topic, cause), e);
  }

  private ClientProperties clients() {
    return ClientProperties.load(clientProperties).withBootstrapServers(bootstrapServers);
  }

  /** A publisher to a topic of one partition, which is made if it does not exist. */
  Publisher open(Topic topic, int maxBytes) {
    String name = new Names(topicPrefix).of(topic);
    ClientProperties clients = clients();
    try (var admin = Admin.create(clients.toProperties())) {
      new Provision(admin, PATIENCE).ensure(List.of(new TopicSpec(name, 1, topic.config())));
    }
    return new Publisher(clients, name, maxBytes);
  }
}
