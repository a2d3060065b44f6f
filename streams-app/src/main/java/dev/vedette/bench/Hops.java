package dev.vedette.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/** What has been written to each topic so far. */
final class Hops {
  private final Map<String, Written> topics;

  /**
   * What was written to a topic.
   *
   * @param records without those that mark the ends of transactions
   * @param bytes as they lie in the log, compressed, with all that Kafka adds
   */
  private record Written(long records, long bytes) {
    static final Written NOTHING = new Written(0, 0);
  }

  private Hops(Map<String, Written> topics) {
    this.topics = topics;
  }

  /** Asks the producers of this process for records, and the broker's logs for bytes. */
  static Hops look(KafkaStreams streams, Admin admin) throws InterruptedException {
    var records = new TreeMap<String, Long>();
    streams
        .metrics()
        .forEach((name, metric) -> {
          if (name.group().equals("producer-topic-metrics")
              && name.name().equals("record-send-total")
              && metric.metricValue() instanceof Double sent) {
            records.merge(String.valueOf(name.tags().get("topic")), sent.longValue(), Long::sum);
          }
        });
    var topics = new TreeMap<String, Written>();
    Map<String, Long> bytes = logSizes(admin);
    records.forEach(
        (topic, sent) -> topics.put(topic, new Written(sent, bytes.getOrDefault(topic, 0L))));
    return new Hops(topics);
  }

  /** The bytes of each topic's log, all partitions together. */
  static Map<String, Long> logSizes(Admin admin) throws InterruptedException {
    try {
      var brokers = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      var sizes = new TreeMap<String, Long>();
      admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .forEach(replica ->
              sizes.merge(replica.getKey().topic(), replica.getValue().size(), Long::sum));
      return sizes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask for the sizes of logs: " + e.getCause(), e);
    }
  }

  /** What each event has cost since an earlier look, the most bytes first. */
  List<BenchReport.Hop> since(Hops before, long events) {
    var hops = new ArrayList<BenchReport.Hop>();
    topics.forEach((topic, now) -> {
      Written then = before.topics.getOrDefault(topic, Written.NOTHING);
      if (now.records() > then.records()) {
        hops.add(
            new BenchReport.Hop(
                topic,
                (double) (now.records() - then.records()) / events,
                (double) (now.bytes() - then.bytes()) / events));
      }
    });
    hops.sort((a, b) -> Double.compare(b.bytesPerEvent(), a.bytesPerEvent()));
    return hops;
  }

  /** How many records have been written to a topic. */
  long records(String topic) {
    return topics.getOrDefault(topic, Written.NOTHING).records();
  }
}
