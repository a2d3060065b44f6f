package dev.vedette.trial;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many windows of honest life were judged: what calibration divides by. A window counts if
 * something was observed in it, it does not begin while history only teaches, and its subject, or
 * who answers for it, is not attacked.
 */
final class BenignWindows {
  private static final int[] LENGTHS_MINUTES =
      Registry.all().stream()
          .mapToInt(detector -> (int) detector.window().toMinutes())
          .distinct()
          .toArray();

  private final long judgedFromMillis;

  /** Hashes of windows, by who answers for their subjects: who is attacked is known at the end. */
  private final Map<Subject, Map<Kind, Set<Long>>> windows = new HashMap<>();

  private record Kind(SubjectType type, int minutes) {}

  /**
   * None yet.
   *
   * @param judgedFrom windows that begin before are not judged
   */
  BenignWindows(Instant judgedFrom) {
    this.judgedFromMillis = judgedFrom.toEpochMilli();
  }

  /** Counts the windows in which a subject was observed at an instant. */
  void add(Subject subject, long timeMillis) {
    for (int minutes : LENGTHS_MINUTES) {
      long lengthMillis = minutes * 60_000L;
      long index = Math.floorDiv(timeMillis, lengthMillis);
      if (index * lengthMillis >= judgedFromMillis) {
        windows
            .computeIfAbsent(subject.decider(), decider -> new HashMap<>())
            .computeIfAbsent(new Kind(subject.type(), minutes), kind -> new HashSet<>())
            .add(subject.hashCode() * 0x9E37_79B9_7F4A_7C15L + index);
      }
    }
  }

  /**
   * How many windows a detector judged of subjects whom nobody attacked, by who answers for them.
   */
  Map<Subject, Long> of(Detector<?, ?> detector, Set<Subject> attacked) {
    int minutes = (int) detector.window().toMinutes();
    var judged = new HashMap<Subject, Long>();
    windows.forEach((subject, kinds) -> {
      long count = 0;
      for (SubjectType type : detector.subjects()) {
        count += kinds.getOrDefault(new Kind(type, minutes), Set.of()).size();
      }
      if (count > 0 && !attacked.contains(subject)) {
        judged.put(subject, count);
      }
    });
    return judged;
  }
}
