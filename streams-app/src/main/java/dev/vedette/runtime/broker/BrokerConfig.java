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

  static Map<String, String> of(Path kafkaDirectory, int clientPort, int controllerPort) {
    var config = new HashMap<String, String>();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE_ID));
    config.put("log.dirs", kafkaDirectory.toString());
    config.put(
        "listeners",
        "CLIENT://%s:%d,%s://%s:%d"
            .formatted(LOOPBACK, clientPort, CONTROLLER_LISTENER, LOOPBACK, controllerPort));
    config.put(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    config.put("inter.broker.listener.name", "CLIENT");
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    config.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, LOOPBACK, controllerPort));

    // A quorum of one has nobody to wait for: a restart takes as long as a first start.
    config.put("controller.quorum.election.timeout.ms", "150");
    config.put("controller.quorum.election.backoff.max.ms", "100");
    config.put("controller.quorum.fetch.timeout.ms", "300");

    // A killed broker's successor is let in once this session is over. Not shorter: a busy machine
    // that misses it would fence its only broker.
    config.put("broker.session.timeout.ms", "5000");
    config.put("broker.heartbeat.interval.ms", "500");

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

    // Transactions that a killed application left open are aborted by its successor, which has the
    // same names; others when they have timed out, which is looked for as often as Kafka does it.
    // Looked for each second, a broker that had been killed was seen to note a transaction as
    // aborted
    // whose records were not all marked.
    config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000");
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
}
