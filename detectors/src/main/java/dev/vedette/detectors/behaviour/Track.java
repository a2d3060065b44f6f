package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.Detector.Closed;
import dev.vedette.detectors.behaviour.Row.Lesson;
import dev.vedette.detectors.behaviour.Span.Slot;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject's windows of one length, and what was learned from those before them.
 *
 * <p>The stored baselines know all windows before {@code frontier}, none of them can change any
 * more. {@link #asOf} folds the retained windows on top of them, as far as the judged window may
 * know; that fold is kept between calls, as time mostly moves forward.
 */
final class Track {
  final Span span;
  final Rows rows = new Rows();

  /** All windows below this index are folded into {@code stored}. */
  private long frontier = Long.MIN_VALUE;

  private final Fold stored;

  /** What was found out about the subject. */
  private Findings findings = Findings.NONE;

  /** Of the window that was judged last; null if a window before it changed since then. */
  private @Nullable Earlier earlier;

  private Fold current;
  private long currentUpTo = Long.MIN_VALUE;

  Track(Span span) {
    this.span = span;
    this.stored = new Fold(span);
    this.current = stored.copy();
  }

  /** What one fold of windows has learned. */
  static final class Fold {
    final Object[] baselines;
    long lastEndMillis = Long.MIN_VALUE;
    long windows;

    Fold(Span span) {
      baselines = new Object[span.slots.size()];
      forget(span);
    }

    private Fold(Fold other) {
      baselines = other.baselines.clone();
      lastEndMillis = other.lastEndMillis;
      windows = other.windows;
    }

    Fold copy() {
      return new Fold(this);
    }

    void forget(Span span) {
      for (int i = 0; i < baselines.length; i++) {
        baselines[i] = span.slots.get(i).detector().unknown();
      }
      windows = 0;
    }

    void learn(Span span, long index, Row row, Findings findings, BehaviourSettings settings) {
      long startMillis = span.startOf(index);
      if (isForgotten(startMillis, settings)) {
        forget(span);
      }
      Lesson lesson = row.lesson(span, index, findings, settings);
      boolean suspect = lesson == Lesson.FACTS;
      for (int i = 0; i < baselines.length; i++) {
        if (lesson != Lesson.NOTHING && row.gathered(span, i)) {
          baselines[i] =
              span.slots
                  .get(i)
                  .detector()
                  .learn(
                      baselines[i], new Closed<>(row.seen[i], startMillis, row.claims[i], suspect));
        }
      }
      lastEndMillis = span.endOf(index);
      windows++;
    }

    /** Whether so long a time went by until the instant that the subject is a stranger again. */
    boolean isForgotten(long atMillis, BehaviourSettings settings) {
      return windows > 0 && atMillis - lastEndMillis > expiryMillis(settings);
    }

    long expiryMillis(BehaviourSettings settings) {
      return (windows < BehaviourState.BRIEF_WINDOWS ? settings.briefExpiry() : settings.expiry())
          .toMillis();
    }
  }

  /** A retained window; null if nothing was gathered in it. */
  @Nullable Row row(long index) {
    return rows.get(index);
  }

  /** Retains a window. */
  void put(long index, Row row) {
    rows.put(index, row);
    earlier = null;
  }

  long frontier() {
    return frontier;
  }

  Fold stored() {
    return stored;
  }

  /** Knows what was found out: from now on windows teach what that allows. */
  void hear(Findings found) {
    findings = found;
    changed(Long.MIN_VALUE);
  }

  /** Says that a window changed: what was folded beyond it is folded anew when needed. */
  void changed(long index) {
    if (earlier != null && earlier.index > index) {
      earlier = null;
    }
    if (currentUpTo > index) {
      current = stored.copy();
      currentUpTo = frontier;
    }
  }

  /**
   * The fold of all windows that ended at least a grace before the window starts. Valid until the
   * next call.
   */
  Fold asOf(long index, BehaviourSettings settings) {
    long upTo = firstNotBefore(span.startOf(index) - settings.grace().toMillis());
    if (currentUpTo > upTo) {
      current = stored.copy();
      currentUpTo = frontier;
    }
    if (currentUpTo < upTo) {
      int end = rows.placeFrom(upTo);
      for (int i = rows.placeFrom(Math.max(currentUpTo, frontier)); i < end; i++) {
        current.learn(span, rows.index(i), rows.row(i), findings, settings);
      }
      currentUpTo = upTo;
    }
    return current;
  }

  /** Whether the fold as of a window begins where the stored one ends, or later. */
  boolean learnsFromRetained(long index, BehaviourSettings settings) {
    long graceMillis = settings.grace().toMillis();
    return Math.floorDiv(span.startOf(index) - graceMillis, span.lengthMillis) > frontier;
  }

  /** The index of the first window that ends after the instant. */
  private long firstNotBefore(long atMillis) {
    return Math.max(frontier, Math.floorDiv(atMillis, span.lengthMillis));
  }

  /** The rows shortly before a window, which its baseline does not know yet. */
  Earlier earlier(long index, BehaviourSettings settings) {
    if (earlier == null || earlier.index != index) {
      long from =
          Math.floorDiv(span.startOf(index) - settings.grace().toMillis(), span.lengthMillis);
      earlier = new Earlier(span, index, rows.between(from, index));
    }
    return earlier;
  }

  /**
   * Folds for good all windows that ended by the instant.
   *
   * @return the indexes of the rows that are gone
   */
  List<Long> foldUpTo(long endMillis, BehaviourSettings settings) {
    long upTo = Math.floorDiv(endMillis, span.lengthMillis);
    if (upTo <= frontier) {
      return List.of();
    }
    var gone = new ArrayList<Long>();
    int end = rows.placeFrom(upTo);
    for (int i = 0; i < end; i++) {
      if (rows.index(i) >= frontier) {
        stored.learn(span, rows.index(i), rows.row(i), findings, settings);
      }
      gone.add(rows.index(i));
    }
    rows.removeBefore(end);
    earlier = null;
    frontier = upTo;
    if (currentUpTo < frontier) {
      current = stored.copy();
      currentUpTo = frontier;
    }
    return gone;
  }

  @SuppressWarnings("ReferenceEquality")
  void write(Packer to) {
    to.putVar(span.minutes);
    to.putSigned(frontier).putSigned(stored.lastEndMillis).putVar(stored.windows);
    for (int i = 0; i < stored.baselines.length; i++) {
      Slot slot = span.slots.get(i);
      if (stored.baselines[i] != slot.detector().unknown()) {
        to.putVar(slot.number() + 1);
        slot.baselineCodec().write(stored.baselines[i], to);
      }
    }
    to.putVar(0);
  }

  /** Passes over a track in which nothing was ever learned. */
  static void skipEmpty(Unpacker from, int minutes) {
    from.getSigned();
    from.getSigned();
    from.getVar();
    if (from.getVarInt() != 0) {
      throw new IllegalArgumentException(
          "state holds baselines of windows of %d minutes, which no detector judges"
              .formatted(minutes));
    }
  }

  void read(Unpacker from) {
    frontier = from.getSigned();
    stored.lastEndMillis = from.getSigned();
    stored.windows = from.getVar();
    Arrays.setAll(stored.baselines, i -> span.slots.get(i).detector().unknown());
    for (int number = from.getVarInt(); number != 0; number = from.getVarInt()) {
      int i = Row.place(span, number - 1);
      stored.baselines[i] = span.slots.get(i).baselineCodec().read(from);
    }
    current = stored.copy();
    currentUpTo = frontier;
  }
}
