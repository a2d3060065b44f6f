package dev.vedette.runtime.kafka;

import java.util.Map;

/**
 * A topic as it has to be.
 *
 * @param name Kafka's name for it
 * @param partitions how many, at least 1; part of the contract, since keys are placed by it
 * @param configs Kafka's topic configuration, given to topics that are created
 */
public record TopicSpec(String name, int partitions, Map<String, String> configs) {
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
}
