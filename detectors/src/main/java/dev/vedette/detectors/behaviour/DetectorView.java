package dev.vedette.detectors.behaviour;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one detector has learned of one subject, for a person.
 *
 * @param detector its id
 * @param title what it detects, in two or three words
 * @param window how long a span it judges
 * @param unscoreable why it can judge nothing of the subject now; empty if it can
 * @param learned text, numbers, booleans, and lists and maps of these, in the order of showing
 */
public record DetectorView(
    String detector,
    String title,
    Duration window,
    String unscoreable,
    Map<String, Object> learned) {
  private static final String UNSCOREABLE = "unscoreable";

  /** Copies the map, in its order. */
  public DetectorView {
    learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
  }

  /**
   * A view of what {@link dev.vedette.detectors.Detector#describe} says.
   *
   * @param missing what the subject's events do not say though the detector needs it; empty if they
   *     say it
   */
  static DetectorView of(
      String detector,
      String title,
      Duration window,
      Map<String, Object> described,
      String missing) {
    var learned = new LinkedHashMap<String, Object>(described);
    Object why = learned.remove(UNSCOREABLE);
    String unscoreable = !missing.isEmpty() ? missing : why == null ? "" : why.toString();
    return new DetectorView(detector, title, window, unscoreable, learned);
  }

  /** Whether it can judge the subject now. */
  public boolean isScoreable() {
    return unscoreable.isEmpty();
  }
}
