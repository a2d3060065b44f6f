package dev.vedette.series;

import dev.vedette.detectors.series.SeriesScorer;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Scores the lines of a series as they are read: {@code timestamp,value} in, the same with {@code
 * ,anomaly_score} out. Holds one line and the scorer, however long the series is.
 */
public final class SeriesFile {
  private SeriesFile() {}

  /**
   * Reads to the end; what is before a bad line has been written.
   *
   * @param out where the lines go; it is not closed
   * @param atOnce whether each line is flushed, for somebody who is waiting for it
   * @throws IllegalArgumentException naming file, line and what is wrong with it
   * @throws IOException if it cannot be written
   */
  public static void score(InputReader lines, Appendable out, Flush atOnce) throws IOException {
    if (!lines.hasNext()) {
      throw new IllegalArgumentException("the input is empty: a header is expected");
    }
    Line header = lines.next();
    if (!Point.isHeader(text(header))) {
      throw bad(header, "the header \"" + Point.HEADER + "\" is expected", null);
    }
    out.append(Point.HEADER).append(",anomaly_score\n");
    var scorer = new SeriesScorer();
    while (lines.hasNext()) {
      Line line = lines.next();
      try {
        Point point = Point.parse(text(line));
        double score = scorer.score(point.atMillis(), point.value());
        out.append(point.time()).append(',').append(point.text()).append(',');
        out.append(Double.toString(score)).append('\n');
      } catch (IllegalArgumentException e) {
        throw bad(line, String.valueOf(e.getMessage()), e);
      }
      atOnce.flush();
    }
  }

  /** What is done after each line. */
  @FunctionalInterface
  public interface Flush {
    /** Sends on what was written, or waits for more. */
    void flush() throws IOException;
  }

  private static String text(Line line) {
    if (line.oversized()) {
      throw bad(line, "%d bytes are no line of a series".formatted(line.length()), null);
    }
    return new String(line.bytes(), StandardCharsets.UTF_8).strip();
  }

  private static IllegalArgumentException bad(Line line, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(line.origin() + ": " + what, cause);
  }
}
