package dev.vedette.runtime.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * The broker that had a data directory before: whatever became of it, it is declared dead before
 * its successor starts.
 *
 * <p>Otherwise the successor waits until its predecessor's session is over, and leads partitions in
 * its name meanwhile. When the session ends, they have no leader for a moment, in which Kafka 4.3
 * takes partitions for deleted that are not (KAFKA-20734): a transaction that is being ended then
 * is noted as ended, and some of its records stay open for good.
 */
final class Predecessor {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration UNHEARD_OF = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Predecessor() {}

  /**
   * Runs the node's controller, without a broker, until it has noticed that there is none. One that
   * never registered is not noticed, and not waited for long.
   *
   * @throws IOException if it is not declared dead in time
   */
  static void retire(DataDirectory directory, int controllerPort)
      throws IOException, InterruptedException {
    var config = new KafkaConfig(BrokerConfig.ofController(directory.kafka(), controllerPort));
    var controller = new KafkaRaftServer(config, Time.SYSTEM);
    controller.startup();
    try {
      long started = System.nanoTime();
      while (brokers("Fenced") == 0) {
        long waited = System.nanoTime() - started;
        if (waited > UNHEARD_OF.toNanos() && brokers("Active") == 0) {
          return;
        }
        if (waited > PATIENCE.toNanos()) {
          throw new IOException(
              "The broker before this one was not declared dead within %d s; start again"
                  .formatted(PATIENCE.toSeconds()));
        }
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** How many brokers the controller knows that are so. */
  private static int brokers(String standing) throws IOException {
    try {
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      var name =
          new ObjectName("kafka.controller:type=KafkaController,name=" + standing + "BrokerCount");
      return beans.isRegistered(name) ? (Integer) beans.getAttribute(name, "Value") : 0;
    } catch (JMException e) {
      throw new IOException("The controller does not say which brokers it knows", e);
    }
  }
}
