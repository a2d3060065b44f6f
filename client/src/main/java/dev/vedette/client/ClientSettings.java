package dev.vedette.client;

import dev.vedette.risk.Advice;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How a {@link RiskCache} follows and answers.
 *
 * @param kafka properties of the consumer, {@code bootstrap.servers} among them; what the cache
 *     needs otherwise it sets itself
 * @param topic the topic of risk updates
 * @param history how far back it reads at its start: 1 hour to 30 days, which is what the topic
 *     keeps. Who was told of before and never since is not known
 * @param staleness how long it answers without having been at the topic's end: 1 second to 1 hour
 * @param maxSubjects how many subjects it holds, 1,000 to 10,000,000
 * @param otherwise the least advice while an answer is not {@link Standing#CURRENT}: {@link
 *     Advice#STOP} fails closed, {@link Advice#GO_ON} open
 */
public record ClientSettings(
    Map<String, String> kafka,
    String topic,
    Duration history,
    Duration staleness,
    int maxSubjects,
    Advice otherwise) {
  /** Checks the bounds. */
  public ClientSettings {
    kafka = Map.copyOf(kafka);
    Objects.requireNonNull(otherwise, "otherwise");
    check("history", history, Duration.ofHours(1), Duration.ofDays(30));
    check("staleness", staleness, Duration.ofSeconds(1), Duration.ofHours(1));
    if (topic.isBlank()) {
      throw new IllegalArgumentException("the topic of risk updates has no name");
    }
    if (maxSubjects < 1_000 || maxSubjects > 10_000_000) {
      throw new IllegalArgumentException(
          "%d subjects: a cache holds 1000 to 10000000".formatted(maxSubjects));
    }
  }

  /**
   * Settings that fail closed: the last ten days of {@code risk.updates.v1}, ten seconds of
   * staleness, 200,000 subjects.
   */
  public static ClientSettings of(String bootstrapServers) {
    return new ClientSettings(
        Map.of("bootstrap.servers", bootstrapServers),
        "risk.updates.v1",
        Duration.ofDays(10),
        Duration.ofSeconds(10),
        200_000,
        Advice.STOP);
  }

  /** The same with another topic. */
  public ClientSettings withTopic(String other) {
    return new ClientSettings(kafka, other, history, staleness, maxSubjects, otherwise);
  }

  /** The same with another staleness. */
  public ClientSettings withStaleness(Duration other) {
    return new ClientSettings(kafka, topic, history, other, maxSubjects, otherwise);
  }

  /** The same with another bound. */
  public ClientSettings withMaxSubjects(int other) {
    return new ClientSettings(kafka, topic, history, staleness, other, otherwise);
  }

  /** The same with another least advice while it does not know. */
  public ClientSettings withOtherwise(Advice other) {
    return new ClientSettings(kafka, topic, history, staleness, maxSubjects, other);
  }

  private static void check(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s %s: must be from %s to %s".formatted(what, value, least, most));
    }
  }
}
