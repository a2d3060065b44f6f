package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that is known to mean nothing, for a while: a policy does not count it. Reassurance is
 * never suppressed, so a suppression raises nobody's risk.
 *
 * @param who whose evidence
 * @param detector of this detector; null for every one
 * @param family of this family; null for every one; one of the two is named
 * @param fromMillis the first start of a window that is meant
 * @param untilMillis windows that start from here on count again, at most {@link #LONGEST} later
 * @param why the reason, for whoever reads the policy later
 * @param by who answers for it
 */
public record Suppression(
    SubjectPattern who,
    @Nullable String detector,
    @Nullable Family family,
    long fromMillis,
    long untilMillis,
    String why,
    String by) {
  /** The longest time that nobody need look at it again. */
  public static final Duration LONGEST = Duration.ofDays(400);

  private static final int MAX_TEXT = 500;

  /** Checks the bounds, and that it says what, why and by whom. */
  public Suppression {
    if (detector == null && family == null) {
      throw new IllegalArgumentException("a suppression names a detector, a family or both");
    }
    if (untilMillis <= fromMillis || untilMillis - fromMillis > LONGEST.toMillis()) {
      throw new IllegalArgumentException(
          "a suppression ends after it begins, at most %d days later".formatted(LONGEST.toDays()));
    }
    check("why", why);
    check("by", by);
  }

  private static void check(String what, String text) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "\"%s\" of a suppression: must have 1 to %d characters".formatted(what, MAX_TEXT));
    }
  }

  /** Whether a signal is meant, whatever its evidence. */
  public boolean matches(Signal signal) {
    return (detector == null || detector.equals(signal.detector()))
        && (family == null || family == signal.family())
        && signal.windowStartMillis() >= fromMillis
        && signal.windowStartMillis() < untilMillis
        && who.matches(signal.subject());
  }
}
