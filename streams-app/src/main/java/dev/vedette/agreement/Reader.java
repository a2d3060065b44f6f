package dev.vedette.agreement;

import dev.vedette.sources.Context;
import dev.vedette.sources.DeadReason;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single records, each as if it were a file of its own. */
final class Reader {
  /** The year of times that name none. */
  static final int YEAR = 2024;

  private static final String SYSLOG_HEAD = "Jan  1 00:00:00 host ";

  private final Map<String, Format> formats = new HashMap<>();
  private final @Nullable String only;

  /** With a name, only records of that format are read and all others are nobody's. */
  Reader(@Nullable String only) {
    this.only = only;
  }

  /** Whether a format that ships reads this stream; a stream of null is nobody's. */
  boolean claims(@Nullable Stream stream) {
    return stream != null && !formats(stream).isEmpty();
  }

  /** The formats that ship and read this stream. */
  List<String> formats(Stream stream) {
    return stream.formats().stream()
        .filter(f -> Formats.names().contains(f) && (only == null || only.equals(f)))
        .toList();
  }

  /** Whether a record is left out because only another format is asked for. */
  boolean leavesOut(@Nullable Stream stream) {
    return only != null && (stream == null || !stream.formats().contains(only));
  }

  /**
   * What becomes of a record. An exception is caught here and nowhere else in the product: to count
   * it is what this is for.
   */
  Reading read(Stream stream, List<byte[]> lines) {
    Reading best = new Reading.Lost();
    for (String format : formats(stream)) {
      Reading next = read(stream, format, lines);
      if (rank(next) > rank(best)) {
        best = next;
      }
    }
    return best;
  }

  /**
   * How far a format got with a record. One that lacks a field only was understood by the format;
   * an exception is never passed over for what another makes of the record.
   */
  private static int rank(Reading reading) {
    return switch (reading) {
      case Reading.Lost() -> 0;
      case Reading.Dead(String reason, String _) -> reason.equals(DeadReason.MISSING_FIELD) ? 3 : 1;
      case Reading.Ignored _ -> 2;
      case Reading.Events _ -> 4;
      case Reading.Crash _ -> 5;
    };
  }

  private Reading read(Stream stream, String name, List<byte[]> lines) {
    Format format = formats.computeIfAbsent(name, Formats::named);
    Normalizer normalizer = format.normalizer(new Context("default", YEAR));
    var outcomes = new ArrayList<Normalized>();
    try {
      for (byte[] line : lines) {
        List<Normalized> found = normalizer.normalize(headed(stream, line));
        if (found.isEmpty()) {
          return new Reading.Lost();
        }
        outcomes.addAll(found);
      }
    } catch (RuntimeException e) {
      return new Reading.Crash(e.toString());
    }
    return Reading.of(outcomes);
  }

  private static byte[] headed(Stream stream, byte[] line) {
    return stream.syslog() == null || (line.length > 0 && line[0] == '{')
        ? line
        : (SYSLOG_HEAD + stream.syslog() + new String(line, StandardCharsets.UTF_8).strip())
            .getBytes(StandardCharsets.UTF_8);
  }
}
