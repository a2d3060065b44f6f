package dev.vedette.schemas;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A topic as the catalogue defines it.
 *
 * @param name {@code domain.noun.version}
 * @param purpose one line: what its records say
 * @param key what a record's key is
 * @param value what a record's value is
 * @param schema the value's schema if it is Avro in wire format
 * @param partitions how many, if nobody says otherwise, 1 to 10 000
 * @param retention how long a record is kept; null for as long as it is the last of its key
 * @param stamp whose time a record's timestamp is
 * @param writers who writes
 * @param readers who reads
 * @param audience whether others may rely on it
 * @param maxBytes the greatest record, in bytes, where it is more than a broker takes by itself; 0
 *     for the broker's own limit
 */
public record Topic(
    String name,
    String purpose,
    String key,
    String value,
    @Nullable Schema schema,
    int partitions,
    @Nullable Duration retention,
    Stamp stamp,
    List<String> writers,
    List<String> readers,
    Audience audience,
    int maxBytes) {

  private static final int MAX_PARTITIONS = 10_000;

  /** Checks the range. */
  public Topic {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "%s: partitions are 1 to %d, not %d".formatted(name, MAX_PARTITIONS, partitions));
    }
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
  }

  /** A topic whose records are as great as the broker takes by itself. */
  public Topic(
      String name,
      String purpose,
      String key,
      String value,
      @Nullable Schema schema,
      int partitions,
      @Nullable Duration retention,
      Stamp stamp,
      List<String> writers,
      List<String> readers,
      Audience audience) {
    this(
        name,
        purpose,
        key,
        value,
        schema,
        partitions,
        retention,
        stamp,
        writers,
        readers,
        audience,
        0);
  }

  /** Whether only the last record of each key is kept. */
  public boolean isCompacted() {
    return retention == null;
  }

  /** The same topic with another number of partitions. */
  public Topic withPartitions(int count) {
    return new Topic(
        name, purpose, key, value, schema, count, retention, stamp, writers, readers, audience,
        maxBytes);
  }

  /** The same topic under another name. */
  public Topic withName(String other) {
    return new Topic(
        other,
        purpose,
        key,
        value,
        schema,
        partitions,
        retention,
        stamp,
        writers,
        readers,
        audience,
        maxBytes);
  }

  /** The same topic with the time of another. */
  public Topic withStamp(Stamp other) {
    return new Topic(
        name,
        purpose,
        key,
        value,
        schema,
        partitions,
        retention,
        other,
        writers,
        readers,
        audience,
        maxBytes);
  }

  /** Kafka's configuration of the topic, as given when it is created. */
  public Map<String, String> config() {
    var config = new TreeMap<String, String>();
    config.put("message.timestamp.type", stamp.configured());
    if (retention == null) {
      config.put("cleanup.policy", "compact");
    } else {
      config.put("cleanup.policy", "delete");
      config.put("retention.ms", Long.toString(retention.toMillis()));
    }
    if (maxBytes > 0) {
      config.put("max.message.bytes", Integer.toString(maxBytes));
    }
    return Collections.unmodifiableMap(config);
  }

  /** Whose time a record's timestamp is. */
  public enum Stamp {
    /** The writer's: what it says the time is. */
    CREATE("CreateTime"),
    /** The broker's: when it had the record. */
    RECEPTION("LogAppendTime");

    private final String configured;

    Stamp(String configured) {
      this.configured = configured;
    }

    /** Kafka's name for it. */
    public String configured() {
      return configured;
    }
  }

  /** Who may rely on a topic. */
  public enum Audience {
    /** Anybody: it changes only compatibly. */
    PUBLIC,
    /** Only this release of Vedette itself. */
    INTERNAL
  }
}
