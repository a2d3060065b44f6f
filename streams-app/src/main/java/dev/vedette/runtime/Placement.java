package dev.vedette.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which instance holds which part of the state, as the last rebalance told this one. A part is the
 * stores that follow one partition of a topic.
 *
 * @param me this instance, as others reach it
 * @param instances all instances, this one too, in order
 * @param seats topic, without prefix → its partitions' seats, by number
 */
public record Placement(String me, List<String> instances, Map<String, List<Seat>> seats) {
  /** Copies the collections. */
  public Placement {
    instances = List.copyOf(instances);
    seats = Map.copyOf(seats);
  }

  /**
   * Who holds a part.
   *
   * @param active the instance that works on it; null if none is known
   * @param standbys those that follow it
   */
  public record Seat(@Nullable String active, List<String> standbys) {
    /** Copies the list. */
    public Seat {
      standbys = List.copyOf(standbys);
    }
  }

  /**
   * As Kafka Streams knows it.
   *
   * @param partitions topic, without prefix → how many partitions
   */
  static Placement of(
      String me,
      Collection<StreamsMetadata> members,
      Map<String, Integer> partitions,
      String topicPrefix) {
    var instances = new TreeSet<String>();
    instances.add(me);
    for (StreamsMetadata member : members) {
      if (member.port() > 0) {
        instances.add(name(member.hostInfo()));
      }
    }
    Map<String, List<Seat>> seats =
        partitions.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Entry::getKey,
                    topic -> seats(topicPrefix + topic.getKey(), topic.getValue(), members)));
    return new Placement(me, List.copyOf(instances), seats);
  }

  private static List<Seat> seats(String topic, int count, Collection<StreamsMetadata> members) {
    var seats = new ArrayList<Seat>(count);
    for (int partition = 0; partition < count; partition++) {
      var source = new TopicPartition(topic, partition);
      String active = null;
      var standbys = new TreeSet<String>();
      for (StreamsMetadata member : members) {
        if (member.topicPartitions().contains(source)) {
          active = name(member.hostInfo());
        }
        if (member.standbyTopicPartitions().contains(source)) {
          standbys.add(name(member.hostInfo()));
        }
      }
      seats.add(new Seat(active, List.copyOf(standbys)));
    }
    return seats;
  }

  /** Host and port as others write them. */
  static String name(HostInfo info) {
    String host = info.host();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + info.port();
  }

  /** Who holds a part. */
  public Seat seat(String topic, int partition) {
    return Objects.requireNonNull(seats.get(topic)).get(partition);
  }

  /** Whether this instance works on a part. */
  public boolean isMine(String topic, int partition) {
    return me.equals(seat(topic, partition).active());
  }

  /** Whether this instance works on all parts of a topic. */
  public boolean isAllMine(String topic) {
    return Objects.requireNonNull(seats.get(topic)).stream()
        .allMatch(seat -> me.equals(seat.active()));
  }
}
