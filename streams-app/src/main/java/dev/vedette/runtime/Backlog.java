package dev.vedette.runtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the topics that the pipeline reads, whichever instance reads what: what was written
 * and committed there, and what came of it is not committed yet.
 *
 * @param partitions every partition that is read → what waits in it
 * @param age how long ago that was looked at
 */
public record Backlog(Map<TopicPartition, Waiting> partitions, Duration age) {
  /** Copies the map. */
  public Backlog {
    partitions = Map.copyOf(partitions);
  }

  /**
   * What waits in a partition.
   *
   * @param records committed offsets, ends of transactions too, unless no record is among them
   * @param still for how long records have waited without any being committed; zero if none wait
   */
  public record Waiting(long records, Duration still) {
    static final Waiting NOTHING = new Waiting(0, Duration.ZERO);
  }

  /** For how long a partition may stand while it is read: commits come many times a second. */
  public static final Duration UNREAD = Duration.ofSeconds(5);

  /** The partitions in which records wait that nobody reads, in order. */
  public Map<TopicPartition, Waiting> unread() {
    var unread =
        new TreeMap<TopicPartition, Waiting>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    partitions.forEach((partition, waiting) -> {
      if (waiting.still().compareTo(UNREAD) >= 0) {
        unread.put(partition, waiting);
      }
    });
    return unread;
  }

  /**
   * How many records wait in a partition of some topics, together; null if one of them is not
   * known.
   *
   * @param topics as the broker knows them
   */
  public @Nullable Long records(List<String> topics, int partition) {
    long records = 0;
    for (String topic : topics) {
      Waiting waiting = partitions.get(new TopicPartition(topic, partition));
      if (waiting == null) {
        return null;
      }
      records += waiting.records();
    }
    return records;
  }
}
