package dev.vedette.evaluate;

import java.util.List;

/**
 * A recording that is judged by itself: a network, a company.
 *
 * @param name what the tables call it
 * @param samples its events by time; of the same time in the order of the input
 * @param phases spans of the attack, for the pictures; empty if not known
 */
public record Scenario(String name, List<Sample> samples, List<Phase> phases) {
  /** Copies the lists and checks the order. */
  public Scenario {
    samples = List.copyOf(samples);
    phases = List.copyOf(phases);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("scenario \"%s\" has no events".formatted(name));
    }
    for (int i = 1; i < samples.size(); i++) {
      if (samples.get(i).event().timeMillis() < samples.get(i - 1).event().timeMillis()) {
        throw new IllegalArgumentException("the events of a scenario are in the order of time");
      }
    }
  }

  /** A span of an attack with a name. */
  public record Phase(String name, long startMillis, long endMillis) {}

  long startMillis() {
    return samples.getFirst().event().timeMillis();
  }

  long endMillis() {
    return samples.getLast().event().timeMillis();
  }
}
