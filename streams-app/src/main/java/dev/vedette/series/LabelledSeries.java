package dev.vedette.series;

import java.util.List;

/**
 * A series of the Numenta Anomaly Benchmark with the windows in which somebody knows an anomaly to
 * be.
 *
 * @param name its path in the data set, which ends with {@code .csv}
 * @param points in the order of the file
 * @param windows in order, not overlapping
 */
public record LabelledSeries(String name, List<Point> points, List<Window> windows) {
  /** Copies the lists and checks that the windows lie within the series. */
  public LabelledSeries {
    points = List.copyOf(points);
    windows = List.copyOf(windows);
    int after = 0;
    for (Window window : windows) {
      if (window.first < after || window.last >= points.size()) {
        throw new IllegalArgumentException("%s: %s is out of place".formatted(name, window));
      }
      after = window.last + 1;
    }
  }

  /**
   * A span of points.
   *
   * @param first the index of its first point
   * @param last the index of its last
   */
  public record Window(int first, int last) {
    /** Refuses a window that ends before it begins. */
    public Window {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("no window: %d to %d".formatted(first, last));
      }
    }

    /** How many points it has. */
    public int width() {
      return last - first + 1;
    }
  }
}
