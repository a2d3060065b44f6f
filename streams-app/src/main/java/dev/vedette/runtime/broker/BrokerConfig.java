package dev.vedette.runtime.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The Kafka settings of a single node for one machine: loopback only, quick to start and stop. */
final class BrokerConfig {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String LOOPBACK = "127.0.0.1";
  private static final int MEGABYTE = 1024 * 1024;

  private BrokerConfig() {}

  static String bootstrapServers(int clientPort) {
    return LOOPBACK + ':' + clientPort;
  }

  /** Of a node that is broker and controller. */
  static Map<String, String> of(Path kafkaDirectory, int clientPort, int controllerPort) {
    Map<String, String> config = node(kafkaDirectory, controllerPort);
    config.put("process.roles", "broker,controller");
    config.put(
        "listeners",
        "CLIENT://%s:%d,%s".formatted(LOOPBACK, clientPort, controllerListener(controllerPort)));
    config.put("inter.broker.listener.name", "CLIENT");

    // Nobody could take over from the only broker: however busy the machine is, it must not be
    // fenced, and it leads to its end. Its successor declares it dead (Predecessor).
    config.put("broker.session.timeout.ms", "3600000");
    config.put("broker.heartbeat.interval.ms", "500");
    config.put("controlled.shutdown.enable", "false");

    // Every internal topic is created, loaded and closed partition by partition.
    config.put("offsets.topic.num.partitions", "4");
    config.put("offsets.topic.replication.factor", "1");
    config.put("transaction.state.log.num.partitions", "4");
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.num.partitions", "1");
    config.put("share.coordinator.state.topic.replication.factor", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("default.replication.factor", "1");
    config.put("min.insync.replicas", "1");
    config.put("num.partitions", "1");
    config.put("auto.create.topics.enable", "false");

    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("group.min.session.timeout.ms", "1000");

    config.put("message.max.bytes", Integer.toString(2 * MEGABYTE));
    config.put("log.segment.bytes", Integer.toString(128 * MEGABYTE));
    // Enough for a segment of the size above; the default of ten is laid out for a gigabyte.
    config.put("log.index.size.max.bytes", Integer.toString(MEGABYTE));
    config.put("log.cleaner.threads", "1");
    config.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 * MEGABYTE));
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    config.put("num.recovery.threads.per.data.dir", "2");
    return config;
  }

  /** Of the same node as a controller alone, which waits for no broker. */
  static Map<String, String> ofController(Path kafkaDirectory, int controllerPort) {
    Map<String, String> config = node(kafkaDirectory, controllerPort);
    config.put("process.roles", "controller");
    config.put("listeners", controllerListener(controllerPort));
    config.put("broker.session.timeout.ms", "100");
    return config;
  }

  private static Map<String, String> node(Path kafkaDirectory, int controllerPort) {
    var config = new HashMap<String, String>();
    config.put("node.id", Integer.toString(NODE_ID));
    config.put("log.dirs", kafkaDirectory.toString());
    config.put(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    config.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, LOOPBACK, controllerPort));
    // A quorum of one has nobody to wait for: a restart takes as long as a first start.
    config.put("controller.quorum.election.timeout.ms", "150");
    config.put("controller.quorum.election.backoff.max.ms", "100");
    config.put("controller.quorum.fetch.timeout.ms", "300");
    return config;
  }

  private static String controllerListener(int port) {
    return "%s://%s:%d".formatted(CONTROLLER_LISTENER, LOOPBACK, port);
  }
}
