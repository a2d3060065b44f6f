package dev.vedette.app;

import dev.vedette.runtime.kafka.ClientProperties;
import dev.vedette.runtime.kafka.Provision;
import dev.vedette.runtime.kafka.Publisher;
import dev.vedette.runtime.kafka.TopicSpec;
import dev.vedette.schemas.Topic;
import dev.vedette.topology.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
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

  /** A publisher to a topic of one partition, which is made if it does not exist. */
  Publisher open(Topic topic, int maxBytes) {
    String name = new Names(topicPrefix).of(topic);
    ClientProperties clients =
        (clientProperties == null ? ClientProperties.NONE : ClientProperties.load(clientProperties))
            .withBootstrapServers(bootstrapServers);
    try (var admin = Admin.create(clients.toProperties())) {
      new Provision(admin, PATIENCE).ensure(List.of(new TopicSpec(name, 1, topic.config())));
    }
    return new Publisher(clients, name, maxBytes);
  }
}
