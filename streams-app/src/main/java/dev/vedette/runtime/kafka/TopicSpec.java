package dev.vedette.runtime.kafka;

import java.util.Map;

/**
 * A topic as it has to be.
 *
 * @param name Kafka's name for it
 * @param partitions how many, at least 1; part of the contract, since keys are placed by it
 * @param foreign whether others may have made it: then it may have fewer partitions, as nothing
 *     depends on where its keys are placed, but its timestamps must be as they have to be
 * @param configs Kafka's topic configuration, given to topics that are created
 */
public record TopicSpec(String name, int partitions, boolean foreign, Map<String, String> configs) {
  /** Checks the ranges. */
  public TopicSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the topic's name is blank");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "topic %s: partitions is %d, not 1 or more".formatted(name, partitions));
    }
    configs = Map.copyOf(configs);
  }

  /** A topic with exactly so many partitions. */
  public TopicSpec(String name, int partitions, Map<String, String> configs) {
    this(name, partitions, false, configs);
  }

  /** A topic that others may have made, with at most so many partitions. */
  public static TopicSpec foreign(String name, int partitions, Map<String, String> configs) {
    return new TopicSpec(name, partitions, true, configs);
  }

  /** Whether a topic with so many partitions will do. */
  boolean accepts(int found) {
    return found == partitions || (foreign && found < partitions);
  }
}
