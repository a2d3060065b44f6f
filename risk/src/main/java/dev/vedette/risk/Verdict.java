package dev.vedette.risk;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person found out about evidence. What is said of a principal is said of its sessions too.
 *
 * <p>Its scope: with a detector and a window's start it means one signal (with those of other
 * subjects that implicate this one by the same detector and window); with a detector all signals of
 * that detector; with neither everything. It means windows that start before {@code untilMillis},
 * whenever it was said.
 *
 * @param id names it, 1 to {@value #MAX_ID} characters; the same id again corrects it
 * @param subject whose evidence
 * @param kind what was found out
 * @param detector of this detector; null for all
 * @param windowStartMillis of the window that starts here; null for all
 * @param untilMillis windows that start from here on are not meant, at most {@link #LONGEST} after
 *     {@code atMillis}
 * @param atMillis when it was said
 * @param by who said it, at most {@value #MAX_BY} characters
 * @param note why, at most {@value #MAX_NOTE} characters
 */
public record Verdict(
    String id,
    Subject subject,
    Kind kind,
    @Nullable String detector,
    @Nullable Long windowStartMillis,
    long untilMillis,
    long atMillis,
    String by,
    String note) {
  /** The longest time that nobody need look at it again. */
  public static final Duration LONGEST = Duration.ofDays(400);

  /** The most characters of an id. */
  public static final int MAX_ID = 64;

  /** The most characters of a detector's name. */
  public static final int MAX_DETECTOR = 128;

  /** The most characters of who said it. */
  public static final int MAX_BY = 256;

  /** The most characters of a note. */
  public static final int MAX_NOTE = 2_000;

  /** What was found out. The order is part of stored state: append only. */
  public enum Kind {
    /** It was an attack: the evidence stands, and no suppression takes it back. */
    TRUE_POSITIVE,
    /** The detector was wrong: the evidence does not count. */
    FALSE_POSITIVE,
    /** The detector was right, and it is allowed: the evidence does not count. */
    BENIGN_EXPECTED;

    /** The name in JSON and Avro, such as {@code false_positive}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the bounds. */
  public Verdict {
    check("id", id, 1, MAX_ID);
    check("by", by, 0, MAX_BY);
    check("note", note, 0, MAX_NOTE);
    if (detector != null) {
      check("detector", detector, 1, MAX_DETECTOR);
    }
    if (windowStartMillis != null && detector == null) {
      throw new IllegalArgumentException("a verdict on one window names its detector");
    }
    if (untilMillis - atMillis > LONGEST.toMillis()) {
      throw new IllegalArgumentException(
          "a verdict ends at most %d days after it was said".formatted(LONGEST.toDays()));
    }
  }

  private static void check(String what, String text, int least, int most) {
    if (text.length() < least || text.length() > most || (least > 0 && text.isBlank())) {
      throw new IllegalArgumentException(
          "\"%s\" of a verdict: must have %d to %d characters".formatted(what, least, most));
    }
  }

  /** Whether a signal is meant, whatever its evidence. */
  public boolean matches(Signal signal) {
    return (detector == null || detector.equals(signal.detector()))
        && (windowStartMillis == null || windowStartMillis == signal.windowStartMillis())
        && signal.windowStartMillis() < untilMillis
        && (subject.equals(signal.subject()) || subject.equals(signal.subject().decider()));
  }

  /** How narrow its scope is: 2 one signal, 1 a detector, 0 everything. */
  int narrowness() {
    return windowStartMillis != null ? 2 : detector != null ? 1 : 0;
  }

  /** The same without what only people read. */
  Verdict bare() {
    return new Verdict(
        id, subject, kind, detector, windowStartMillis, untilMillis, atMillis, "", "");
  }
}
