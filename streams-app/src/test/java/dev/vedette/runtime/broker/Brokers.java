package dev.vedette.runtime.broker;

import dev.vedette.runtime.TemporaryHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * One broker for all tests of a JVM: Docker's where there is an engine, the embedded one otherwise.
 *
 * <p>It is started by the first test that asks and stopped when the JVM ends. Tests keep out of
 * each other's way by topic names of their own: {@link #unique}.
 */
public final class Brokers {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Brokers() {}

  /** Where clients of the shared broker connect. */
  public static String forTests() {
    return Shared.BOOTSTRAP_SERVERS;
  }

  /** An administration client of the shared broker; the caller closes it. */
  public static Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, forTests()));
  }

  /** A name that no other test of this JVM uses, for a topic, a group or an application. */
  public static String unique(String prefix) {
    return prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
  }

  /** A port of this machine that nobody listens on now. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Started when first touched: that is the JVM's own promise for a nested class. */
  private static final class Shared {
    static final String BOOTSTRAP_SERVERS =
        DockerClientFactory.instance().isDockerAvailable() ? docker() : embedded();

    private static String docker() {
      var container = new KafkaContainer("apache/kafka-native:4.3.1");
      container.start();
      Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "test-broker-stop"));
      System.out.println("Tests use Docker's Kafka broker at " + container.getBootstrapServers());
      return container.getBootstrapServers();
    }

    private static String embedded() {
      try {
        var home = TemporaryHome.make("test-broker");
        EmbeddedBroker broker = EmbeddedBroker.start(home.path(), BrokerSettings.DEFAULT);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> stop(broker, home), "test-broker-stop"));
        System.out.println(
            "Tests use the embedded Kafka broker at "
                + broker.bootstrapServers()
                + " (no Docker engine)");
        return broker.bootstrapServers();
      } catch (IOException e) {
        throw new BrokerException("No directory for the tests' broker", e);
      }
    }

    private static void stop(EmbeddedBroker broker, TemporaryHome home) {
      broker.close();
      try {
        home.close();
      } catch (IOException e) {
        System.err.println("The tests' broker left " + home.path() + ": " + e);
      }
    }
  }
}
