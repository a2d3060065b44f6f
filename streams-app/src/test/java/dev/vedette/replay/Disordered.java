package dev.vedette.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A recording as networks deliver it: each line comes up to the grace after its time, three in ten
 * come twice.
 *
 * @param lines as they arrive
 * @param onTime those before which no later one arrived
 * @param late how many arrive after a later one
 * @param twice those that arrive a second time
 */
record Disordered(List<Line> lines, List<Line> onTime, long late, List<Line> twice) {

  /** A line and the time that it tells. */
  record Line(Instant time, String text) {}

  private record Arrival(Instant at, Line line) {}

  static Disordered of(List<Line> inOrder, Duration grace, long seed) {
    var random = new Random(seed);
    var arrivals = new ArrayList<Arrival>();
    var twice = new ArrayList<Line>();
    for (Line line : inOrder) {
      arrivals.add(new Arrival(line.time().plusMillis(random.nextLong(grace.toMillis())), line));
      if (random.nextInt(10) < 3) {
        arrivals.add(new Arrival(line.time().plusMillis(random.nextLong(grace.toMillis())), line));
        twice.add(line);
      }
    }
    arrivals.sort(Comparator.comparing(Arrival::at));
    List<Line> lines = arrivals.stream().map(Arrival::line).toList();
    var onTime = new ArrayList<Line>();
    Instant greatest = Instant.MIN;
    for (Line line : lines) {
      if (!line.time().isBefore(greatest)) {
        onTime.add(line);
        greatest = line.time();
      }
    }
    return new Disordered(lines, onTime, lines.size() - onTime.size(), twice);
  }
}
