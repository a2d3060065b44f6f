package dev.vedette.whatif;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Refusion;
import dev.vedette.risk.Retelling;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded signals under two policies and compares what each would have said. Nothing is
 * detected anew: what a detector would have said is as recorded. Signals before the span are read
 * too, as their evidence counts in it.
 *
 * <p>Both policies are read in the same way, so what differs is theirs. Under the policy of the
 * recording the alerts are those that were told.
 */
@SuppressWarnings("EnumOrdinal") // a matrix by level
public final class WhatIf {
  private static final long DAY_MILLIS = 86_400_000L;

  private final Policy before;
  private final Policy after;
  private final @Nullable Long fromMillis;
  private final @Nullable Long toMillis;

  /**
   * A comparison.
   *
   * @param fromMillis the first instant that counts; null for the first signal
   * @param toMillis the first instant that does not; null for the end
   */
  public WhatIf(Policy before, Policy after, @Nullable Long fromMillis, @Nullable Long toMillis) {
    if (fromMillis != null && toMillis != null && fromMillis >= toMillis) {
      throw new IllegalArgumentException("the span ends before it begins");
    }
    this.before = before;
    this.after = after;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /** What risk once took. */
  @FunctionalInterface
  public interface Source {
    /** Tells it again, each deciding subject's in the order in which it came. */
    void tell(Retelling again) throws IOException;
  }

  /** Reads what was recorded under both policies; the source is read twice. */
  public Comparison compare(Source source) throws IOException {
    var span = new Span();
    source.tell(span);
    long from = fromMillis == null ? span.first : fromMillis;
    long to = toMillis == null ? span.last + 1 : toMillis;
    if (span.versions == 0 || from >= to) {
      throw new IllegalArgumentException("there are no signals in that span");
    }
    var old = new Reading(from, to);
    var other = new Reading(from, to);
    var first = new Refusion(Formula.of(before), old);
    var second = new Refusion(Formula.of(after), other);
    source.tell(
        new Retelling() {
          @Override
          public void version(Signal version) {
            if (version.receivedMillis() < to) {
              first.version(version);
              second.version(version);
            }
          }

          @Override
          public void activity(Subject told, SessionActivity activity, long receivedMillis) {
            if (receivedMillis < to) {
              first.activity(told, activity, receivedMillis);
              second.activity(told, activity, receivedMillis);
            }
          }

          @Override
          public void verdict(Verdict verdict) {
            if (verdict.atMillis() < to) {
              first.verdict(verdict);
              second.verdict(verdict);
            }
          }
        });
    first.settle(to - 1);
    second.settle(to - 1);
    return comparison(from, to, span, old, other);
  }

  private static final class Span implements Retelling {
    private final Set<Subject> subjects = new HashSet<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long versions;

    @Override
    public void activity(Subject told, SessionActivity activity, long receivedMillis) {}

    @Override
    public void verdict(Verdict verdict) {}

    @Override
    public void version(Signal signal) {
      first = Math.min(first, signal.receivedMillis());
      last = Math.max(last, signal.receivedMillis());
      versions++;
      subjects.add(signal.subject().decider());
    }
  }

  private Comparison comparison(long from, long to, Span span, Reading old, Reading other) {
    int levels = Level.values().length;
    var matrix = new ArrayList<List<Integer>>();
    var counts = new int[levels][levels];
    var changed = new ArrayList<Comparison.Changed>();
    for (Subject subject : span.subjects) {
      Level was = old.highest(subject);
      Level is = other.highest(subject);
      counts[was.ordinal()][is.ordinal()]++;
      if (was != is || old.alertsOf(subject) != other.alertsOf(subject)) {
        changed.add(
            new Comparison.Changed(
                subject,
                was,
                is,
                old.highestScore(subject),
                other.highestScore(subject),
                old.alertsOf(subject),
                other.alertsOf(subject)));
      }
    }
    for (int[] row : counts) {
      var cells = new ArrayList<Integer>();
      for (int cell : row) {
        cells.add(cell);
      }
      matrix.add(List.copyOf(cells));
    }
    changed.sort(
        Comparator.comparingInt(Comparison.Changed::distance)
            .reversed()
            .thenComparingInt(one -> one.subject().type() == SubjectType.USER ? 0 : 1)
            .thenComparing(one -> SubjectKey.encode(one.subject())));
    var days = new TreeSet<Long>();
    for (long day = Math.floorDiv(from, DAY_MILLIS); day * DAY_MILLIS < to; day++) {
      days.add(day);
    }
    return new Comparison(
        before.version(),
        after.version(),
        from,
        to,
        span.versions,
        span.subjects.size(),
        new Comparison.Side(old.alerts(), old.levelChanges()),
        new Comparison.Side(other.alerts(), other.levelChanges()),
        matrix,
        changed,
        days.stream()
            .map(day ->
                new Comparison.Day(
                    day * DAY_MILLIS,
                    old.alertsByDay().getOrDefault(day, 0),
                    other.alertsByDay().getOrDefault(day, 0)))
            .toList());
  }
}
