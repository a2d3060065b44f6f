package dev.vedette.evaluate;

import java.util.List;

/**
 * What became of a scenario.
 *
 * @param units those after the warm-up, by time and subject
 * @param rises by time, after the warm-up
 * @param timelines of all subjects that had a signal
 * @param scored events that were judged
 * @param repeated events that were duplicates
 * @param refused events that were too late or impossible
 * @param signals final signals of any subject
 * @param seconds that judging took
 */
public record Judged(
    Scenario scenario,
    List<Unit> units,
    List<Rise> rises,
    List<Timeline> timelines,
    long scored,
    long repeated,
    long refused,
    long signals,
    double seconds) {
  /** Copies the lists. */
  public Judged {
    units = List.copyOf(units);
    rises = List.copyOf(rises);
    timelines = List.copyOf(timelines);
  }
}
