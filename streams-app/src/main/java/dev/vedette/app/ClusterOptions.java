package dev.vedette.app;

import dev.vedette.runtime.broker.BrokerSettings;
import dev.vedette.runtime.broker.EmbeddedBroker;
import dev.vedette.runtime.kafka.ClientProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On which cluster a command works. */
final class ClusterOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "The Kafka cluster (default: that of --client-properties, else an embedded broker).")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description = "Settings for Kafka's clients, such as TLS.")
  private @Nullable Path clientProperties;

  /**
   * A cluster to work on.
   *
   * @param clients how it is spoken to
   * @param embedded the broker that was started for it, null if it is the user's
   */
  record Cluster(ClientProperties clients, @Nullable EmbeddedBroker embedded)
      implements AutoCloseable {
    boolean isEmbedded() {
      return embedded != null;
    }

    @Override
    public void close() {
      if (embedded != null) {
        embedded.close();
      }
    }
  }

  /** Settings for Kafka's clients, as the file has them. */
  ClientProperties clients() {
    return ClientProperties.load(clientProperties);
  }

  /**
   * The cluster that is asked for.
   *
   * @param directory where an embedded broker keeps its data
   */
  Cluster open(Path directory) {
    ClientProperties clients = clients();
    String servers =
        bootstrapServers != null ? bootstrapServers : clients.bootstrapServers().orElse(null);
    if (servers != null) {
      return new Cluster(clients.withBootstrapServers(servers), null);
    }
    var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT);
    return new Cluster(clients.withBootstrapServers(broker.bootstrapServers()), broker);
  }
}
