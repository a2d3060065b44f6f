package dev.vedette.runtime.kafka;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Kafka client settings that a user hands through: security, time limits, buffers.
 *
 * <p>They reach every client as they are. What the flows depend on for their correctness is
 * refused, so that no file can switch exactly-once off in silence. The text form shows keys only:
 * values may be passwords.
 *
 * @param entries key to value
 */
public record ClientProperties(Map<String, String> entries) {
  /** No settings: a cluster that anybody may use. */
  public static final ClientProperties NONE = new ClientProperties(Map.of());

  private static final long MAX_BYTES = 1024 * 1024;

  /** What Vedette decides itself; each breaks a flow or the accounting where it is another. */
  private static final Set<String> DECIDED =
      Set.of(
          "acks",
          "application.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "processing.guarantee",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  /**
   * Checks the keys.
   *
   * @throws IllegalArgumentException naming every key that may not be set
   */
  public ClientProperties {
    entries = Map.copyOf(entries);
    var decided = new TreeSet<String>();
    var unknown = new TreeSet<String>();
    for (String key : entries.keySet()) {
      if (key.startsWith("vedette.")) {
        unknown.add(key);
      } else if (DECIDED.contains(withoutClient(key))) {
        decided.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown keys %s: client properties are Kafka's own, without a prefix"
              .formatted(unknown));
    }
    if (!decided.isEmpty()) {
      throw new IllegalArgumentException(
          "keys %s may not be set: Vedette's flows depend on them".formatted(decided));
    }
  }

  /**
   * Reads a Java properties file in UTF-8; {@link #NONE} if there is no file.
   *
   * @throws IllegalArgumentException where the file cannot be read, is over 1 MB, or has a key that
   *     may not be set; the message names the file
   */
  public static ClientProperties load(@Nullable Path file) {
    if (file == null) {
      return NONE;
    }
    var read = new Properties();
    try {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            "client properties %s: there is no such file".formatted(file));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "client properties %s: %d bytes, more than %d"
                .formatted(file, Files.size(file), MAX_BYTES));
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(reader);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "client properties %s: cannot be read: %s".formatted(file, e), e);
    }
    var entries = new HashMap<String, String>();
    read.stringPropertyNames().forEach(key -> entries.put(key, read.getProperty(key).strip()));
    try {
      return new ClientProperties(entries);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "client properties %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The file's own cluster, for where the command line names none. */
  public Optional<String> bootstrapServers() {
    return Optional.ofNullable(entries.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  /** The same settings for another cluster. */
  public ClientProperties withBootstrapServers(String servers) {
    var changed = new HashMap<>(entries);
    changed.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return new ClientProperties(changed);
  }

  /** A copy that Kafka's clients take, to add one's own settings to. */
  public Properties toProperties() {
    var properties = new Properties();
    properties.putAll(entries);
    return properties;
  }

  @Override
  public String toString() {
    return entries.keySet().stream().sorted().collect(joining(", ", "ClientProperties[", "]"));
  }

  /** Kafka Streams' settings for one of its clients: {@code main.consumer.isolation.level}. */
  private static String withoutClient(String key) {
    for (String prefix :
        Set.of(
            "main.consumer.",
            "restore.consumer.",
            "global.consumer.",
            "consumer.",
            "producer.",
            "admin.")) {
      if (key.startsWith(prefix)) {
        return key.substring(prefix.length());
      }
    }
    return key;
  }
}
