package dev.vedette.runtime.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The broker's own process: takes the data directory, formats it the first time, serves until its
 * standard input ends.
 *
 * <p>The input is a pipe from the parent that never carries a byte. It ends when the parent closes
 * it and also when the parent dies in whatever way, so that no broker outlives its application.
 */
final class BrokerProcess {
  private BrokerProcess() {}

  /**
   * Runs the broker.
   *
   * @param arguments the data directory, the clients' port or 0, and the wait for the lock in
   *     milliseconds
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var directory = new DataDirectory(Path.of(arguments[0]));
    int port = Integer.parseInt(arguments[1]);
    Duration lockWait = Duration.ofMillis(Long.parseLong(arguments[2]));

    Files.createDirectories(directory.root());
    FileLock lock = directory.take(lockWait);
    if (lock == null) {
      report(BrokerReport.State.LOCKED, directory.root().toString());
      System.exit(1);
    }
    BrokerLog.to(directory.log());
    KafkaRaftServer server;
    String servers;
    try {
      int clientPort = port == 0 ? freePort() : port;
      int controllerPort = freePort();
      servers = BrokerConfig.bootstrapServers(clientPort);
      server = start(directory, BrokerConfig.of(directory.kafka(), clientPort, controllerPort));
    } catch (Exception e) {
      report(
          bindFailed(e) ? BrokerReport.State.PORT_TAKEN : BrokerReport.State.FAILED, e.toString());
      System.exit(1);
      throw new AssertionError(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    report(BrokerReport.State.READY, servers);
    awaitEnd(System.in);
    System.exit(0);
  }

  private static KafkaRaftServer start(DataDirectory directory, Map<String, String> settings)
      throws Exception {
    if (directory.formatted()) {
      Predecessor.retire(directory, freePort());
    } else {
      new Formatter()
          .setNodeId(BrokerConfig.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(directory.kafka().toString())
          .addDirectory(directory.kafka().toString())
          .setIgnoreFormatted(true)
          .run();
    }
    var server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
    return server;
  }

  private static boolean bindFailed(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void report(BrokerReport.State state, String detail) {
    System.out.println(new BrokerReport(state, detail).line());
    System.out.flush();
  }

  private static void awaitEnd(InputStream input) throws IOException {
    while (input.read() >= 0) {
      // Nobody writes; a byte by mistake means nothing.
    }
  }
}
