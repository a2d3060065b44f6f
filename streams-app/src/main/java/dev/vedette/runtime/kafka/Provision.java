package dev.vedette.runtime.kafka;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that topics exist as specified.
 *
 * <p>What is missing is created with the cluster's own replication factor. What exists is compared
 * and never changed: its number of partitions and, where the specification names them, its cleanup
 * policy and whose time its records carry, because a wrong one breaks the flows in silence.
 * Everything else (retention, sizes) is the operator's to tune.
 *
 * <p>A topic is there when its leaders answer, not when they are named: a broker names itself the
 * leader of a new partition before it is. What an idempotent producer sends into that gap it may
 * lose, as up to Kafka 4.3.1 the second batch is then taken before the first (KAFKA-15591).
 */
public final class Provision {
  private static final Duration POLL = Duration.ofMillis(50);

  private static final List<String> CHECKED =
      List.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

  private final Admin admin;
  private final Duration limit;

  /**
   * A provision through an open client, which stays the caller's.
   *
   * @param limit how long each request, and the wait for leaders, may take
   */
  public Provision(Admin admin, Duration limit) {
    this.admin = admin;
    this.limit = limit;
  }

  /**
   * Creates what is missing, checks what exists, and waits until the leader of every partition
   * answers. Safe to call from several processes at once.
   *
   * @return the names of the topics that were created here
   * @throws TopicException naming every difference, or where the cluster does not answer in time
   */
  public Set<String> ensure(Collection<TopicSpec> specs) {
    Map<String, TopicDescription> before = describe(names(specs));
    List<TopicSpec> missing = specs.stream().filter(s -> !before.containsKey(s.name())).toList();
    refuse(differences(specs, before));
    Set<String> created = create(missing);
    Map<String, TopicDescription> after = awaitLeaders(specs);
    hearLeaders(after.values());
    // Another process may have been faster, with other ideas.
    refuse(differences(specs, after));
    refuse(configDifferences(specs.stream().filter(s -> !created.contains(s.name())).toList()));
    return created;
  }

  private static Set<String> names(Collection<TopicSpec> specs) {
    var names = new TreeSet<String>();
    for (TopicSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IllegalArgumentException("topic " + spec.name() + " is specified twice");
      }
    }
    return names;
  }

  private Map<String, TopicDescription> describe(Set<String> names) {
    var found = new HashMap<String, TopicDescription>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach((name, answer) ->
            await(answer, "describe topic " + name, UnknownTopicOrPartitionException.class)
                .ifPresent(description -> found.put(name, description)));
    return found;
  }

  private Set<String> create(Collection<TopicSpec> missing) {
    var created = new TreeSet<String>();
    List<NewTopic> topics =
        missing.stream()
            .map(spec ->
                new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                    .configs(spec.configs()))
            .toList();
    Map<String, KafkaFuture<Integer>> answers = new HashMap<>();
    var result = admin.createTopics(topics);
    missing.forEach(spec -> answers.put(spec.name(), result.numPartitions(spec.name())));
    answers.forEach((name, answer) -> {
      if (await(answer, "create topic " + name, TopicExistsException.class).isPresent()) {
        created.add(name);
      }
    });
    return created;
  }

  private Map<String, TopicDescription> awaitLeaders(Collection<TopicSpec> specs) {
    Set<String> names = names(specs);
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (true) {
      Map<String, TopicDescription> found = describe(names);
      if (found.size() == names.size() && found.values().stream().allMatch(Provision::led)) {
        return found;
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        var waiting = new TreeSet<>(names);
        found.forEach((name, description) -> {
          if (led(description)) {
            waiting.remove(name);
          }
        });
        throw new TopicException(
            "After %s these topics still have partitions without a leader: %s"
                .formatted(limit, String.join(", ", waiting)));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TopicException("Interrupted while waiting for topics", e);
      }
    }
  }

  /** Asks each leader for an end, which only a leader that has begun can say; it is asked again. */
  private void hearLeaders(Collection<TopicDescription> topics) {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (TopicDescription topic : topics) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    int patienceMillis = Math.toIntExact(limit.toMillis());
    var options = new ListOffsetsOptions().timeoutMs(patienceMillis);
    var _ = await(admin.listOffsets(ends, options).all(), "hear from the topics' leaders", null);
  }

  private static boolean led(TopicDescription topic) {
    return topic.partitions().stream()
        .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
  }

  private static List<String> differences(
      Collection<TopicSpec> specs, Map<String, TopicDescription> found) {
    var differences = new ArrayList<String>();
    for (TopicSpec spec : specs) {
      TopicDescription topic = found.get(spec.name());
      if (topic != null && !spec.accepts(topic.partitions().size())) {
        differences.add(
            "%s has %d partitions, not %s%d"
                .formatted(
                    spec.name(),
                    topic.partitions().size(),
                    spec.foreign() ? "at most " : "",
                    spec.partitions()));
      }
    }
    return differences;
  }

  private List<String> configDifferences(Collection<TopicSpec> specs) {
    Map<ConfigResource, TopicSpec> wanted =
        specs.stream()
            .filter(spec -> CHECKED.stream().anyMatch(spec.configs()::containsKey))
            .collect(
                toMap(
                    spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name()),
                    spec -> spec));
    var differences = new ArrayList<String>();
    Map<ConfigResource, KafkaFuture<Config>> answers =
        admin.describeConfigs(wanted.keySet()).values();
    wanted.forEach((topic, spec) -> {
      KafkaFuture<Config> answer = answers.get(topic);
      if (answer == null) {
        throw new TopicException("The cluster did not answer for topic " + topic.name());
      }
      await(answer, "describe the configuration of topic " + topic.name(), null)
          .ifPresent(found -> differences.addAll(differences(spec, found)));
    });
    return differences;
  }

  private static List<String> differences(TopicSpec spec, Config found) {
    var differences = new ArrayList<String>();
    for (String key : CHECKED) {
      String wanted = spec.configs().get(key);
      String actual = found.get(key).value();
      if (wanted != null && !inOrder(actual).equals(inOrder(wanted))) {
        differences.add("%s has %s=%s, not %s".formatted(spec.name(), key, actual, wanted));
      }
    }
    return differences;
  }

  /** A list of policies in one order: {@code delete, compact} means {@code compact,delete}. */
  private static String inOrder(String list) {
    return List.of(list.split(",", -1)).stream().map(String::strip).sorted().collect(joining(","));
  }

  private static void refuse(List<String> differences) {
    if (!differences.isEmpty()) {
      throw new TopicException(
          "Topics exist but differ from what Vedette needs: "
              + String.join("; ", differences)
              + ". Change or recreate them, or use another cluster");
    }
  }

  /** The answer, or empty where it is the failure that the caller expects. */
  private <T> Optional<T> await(
      KafkaFuture<T> answer, String what, @Nullable Class<? extends Throwable> expected) {
    try {
      return Optional.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (expected != null && expected.isInstance(cause)) {
        return Optional.empty();
      }
      throw new TopicException("Could not " + what + ": " + cause, e);
    } catch (TimeoutException e) {
      throw new TopicException("Could not " + what + ": no answer within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("Interrupted, could not " + what, e);
    }
  }
}
