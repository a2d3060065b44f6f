package dev.vedette.evaluate;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was said of a subject in the last 24 hours, each signal in its last value. */
final class Said {
  private static final long DAY_MILLIS = 86_400_000L;

  private final Map<Key, Span> spans = new HashMap<>();

  private record Key(
      String detector, long windowStartMillis, Subject subject, @Nullable Subject via) {}

  private record Span(long startMillis, long endMillis, int micros) {}

  void take(Signal signal) {
    var key =
        new Key(signal.detector(), signal.windowStartMillis(), signal.subject(), signal.via());
    if (signal.evidenceMicros() == 0) {
      spans.remove(key);
    } else {
      spans.put(
          key,
          new Span(signal.windowStartMillis(), signal.windowEndMillis(), signal.evidenceMicros()));
    }
  }

  /** The evidence of the windows that contain the instant, by detector. */
  Map<String, Integer> at(long millis) {
    var evidence = new TreeMap<String, Integer>();
    for (Iterator<Map.Entry<Key, Span>> all = spans.entrySet().iterator(); all.hasNext(); ) {
      var entry = all.next();
      Span span = entry.getValue();
      if (span.endMillis < millis - DAY_MILLIS) {
        all.remove();
      } else if (span.startMillis <= millis && millis < span.endMillis) {
        evidence.merge(entry.getKey().detector, span.micros, Integer::sum);
      }
    }
    return evidence;
  }

  /** The sum of the last 24 hours' signals as scores of 0 to 100 ({@link RiskFormulas}). */
  double daySum() {
    long micros = 0; // whole numbers: the same sum in any order
    for (Span span : spans.values()) {
      micros += Math.clamp(span.micros, 0, RiskFormulas.MOST_MICROS);
    }
    return RiskFormulas.points(micros / 1e6);
  }
}
