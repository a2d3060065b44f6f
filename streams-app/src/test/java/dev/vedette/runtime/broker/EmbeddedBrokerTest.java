package dev.vedette.runtime.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class EmbeddedBrokerTest {
  private static final String TOPIC = "kept";
  private static final int KILLS = Integer.getInteger("vedette.broker.kills", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void shouldKeepRecordsOverCleanRestart() throws Exception {
    CompletableFuture<Integer> ended;
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      ended = broker.ended();
      Records.createTopic(broker.bootstrapServers(), TOPIC);
      Records.write(broker.bootstrapServers(), TOPIC, List.of("one", "two"));
    }
    assertEquals(0, ended.get(1, TimeUnit.SECONDS), "exit code of a clean stop");
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      assertEquals(List.of("one", "two"), Records.read(broker.bootstrapServers(), TOPIC, 2));
    }
  }

  @Test
  void shouldKeepRecordsWhenTheBrokerIsKilled() throws Exception {
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      Records.createTopic(broker.bootstrapServers(), TOPIC);
      Records.write(broker.bootstrapServers(), TOPIC, List.of("one", "two", "three"));
      ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
      assertNotEquals(0, broker.ended().get(10, TimeUnit.SECONDS));
    }
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      assertEquals(
          List.of("one", "two", "three"), Records.read(broker.bootstrapServers(), TOPIC, 3));
    }
  }

  /** Whatever the kill interrupted: readers of committed records must not wait for ever. */
  @Test
  void shouldLeaveNoTransactionOpenForGood() throws Exception {
    int partitions = 24;
    int port = Brokers.freePort();
    var settings = new BrokerSettings(port, 512, PATIENCE, PATIENCE, PATIENCE);
    EmbeddedBroker broker = EmbeddedBroker.start(directory, settings);
    try {
      Records.createTopic(broker.bootstrapServers(), TOPIC, partitions);
      for (int round = 0; round < KILLS; round++) {
        try (var first = new Transactions(broker.bootstrapServers(), "one", TOPIC, partitions);
            var second = new Transactions(broker.bootstrapServers(), "two", TOPIC, partitions)) {
          first.awaitCommits(2);
          second.awaitCommits(2);
          ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
          var _ = broker.ended().get(20, TimeUnit.SECONDS);
          broker = EmbeddedBroker.start(directory, settings);
          first.awaitCommits(2);
          second.awaitCommits(2);
        }
        Transactions.assertNoneOpen(broker.bootstrapServers(), TOPIC, partitions);
      }
    } finally {
      broker.close();
    }
  }

  /** The parent has one carrier for its virtual threads, and speaks from one of them. */
  @Test
  void shouldEndWithItsParentHoweverThatEndsAndKeepNoCarrier() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path"),
                ParentProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle child;
    try (var output = parent.inputReader(UTF_8)) {
      child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      String servers = output.readLine();
      Records.createTopic(servers, TOPIC);
      Records.write(servers, TOPIC, List.of("one"));
      assertTrue(child.isAlive());
      parent.destroyForcibly().waitFor();
    }
    // Started at once: it has to wait for the orphan to leave the directory.
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      assertFalse(child.isAlive(), "the killed parent's broker is still there");
      assertEquals(List.of("one"), Records.read(broker.bootstrapServers(), TOPIC, 1));
    }
  }

  @Test
  void shouldRefuseDirectoryThatIsInUse() {
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      assertFalse(broker.ended().isDone());
      var refused =
          assertThrows(
              BrokerException.class,
              () ->
                  EmbeddedBroker.start(
                          directory, BrokerSettings.DEFAULT.withLockWait(Duration.ofMillis(200)))
                      .close());
      assertTrue(refused.toString().contains("in use by another broker"), refused::toString);
      assertTrue(refused.toString().contains(directory.toString()), refused::toString);
    }
  }

  @Test
  void shouldListenOnLoopbackOnly() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    try (var broker = EmbeddedBroker.start(directory, BrokerSettings.DEFAULT)) {
      String[] address = broker.bootstrapServers().split(":", -1);
      assertEquals("127.0.0.1", address[0]);
      int port = Integer.parseInt(address[1]);
      assertTrue(connects(InetAddress.ofLiteral("127.0.0.1"), port));
      for (InetAddress other : others) {
        assertFalse(connects(other, port), () -> "the broker listens on " + other);
      }
    }
  }

  private static boolean connects(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
