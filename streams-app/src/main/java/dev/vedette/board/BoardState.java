package dev.vedette.board;

import dev.vedette.risk.Level;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a board shows at an instant. Texts are as they came: the board makes them harmless.
 *
 * @param now the time of day
 * @param elapsed since when it is live
 * @param remaining until it ends; null if it goes on until it is stopped
 * @param rows the users of most risk, first the highest
 * @param others addresses, devices and services at MEDIUM or above, first the highest
 * @param users how many users are at each level
 * @param story what was told so far, the newest last
 * @param figures how the pipeline does
 * @param address where REST answers; empty if it does not
 */
public record BoardState(
    LocalTime now,
    Duration elapsed,
    @Nullable Duration remaining,
    List<Row> rows,
    List<Row> others,
    Map<Level, Integer> users,
    List<Told> story,
    Figures figures,
    String address) {
  /** Copies lists and map. */
  public BoardState {
    rows = List.copyOf(rows);
    others = List.copyOf(others);
    var copy = new EnumMap<Level, Integer>(Level.class);
    copy.putAll(users);
    users = Collections.unmodifiableMap(copy);
    story = List.copyOf(story);
  }

  /**
   * A subject.
   *
   * @param name its id
   * @param score 0 to 100
   * @param level its level
   * @param trend its scores until now, the newest last, at even distances
   * @param why the reason in words
   */
  public record Row(String name, double score, Level level, List<Double> trend, String why) {
    /** Copies the list. */
    public Row {
      trend = List.copyOf(trend);
    }
  }

  /** What was told at a time of day. */
  public record Told(LocalTime at, String what) {}

  /**
   * How the pipeline does.
   *
   * @param events how many events were sent since it is live
   * @param eventsPerSecond the rate of the last seconds
   * @param waiting how many records wait between its stages
   * @param updates how many risk updates came out since it is live
   * @param medianLatency from an event to the update that it caused; null before the first
   */
  public record Figures(
      long events,
      double eventsPerSecond,
      long waiting,
      long updates,
      @Nullable Duration medianLatency) {}
}
