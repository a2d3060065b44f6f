package dev.vedette.explain;

import dev.vedette.risk.Explanation;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from the prior to the log-odds, step by step: each begins where the one before it ended,
 * in whole micro-nats, and the last ends at the log-odds.
 *
 * @param steps the prior, the criticality if it counts, then the families by what they add, each
 *     with its signals and their rest
 */
public record Waterfall(List<Step> steps) {
  /** Copies the list. */
  public Waterfall {
    steps = List.copyOf(steps);
  }

  /** What a step is. */
  public enum Kind {
    /** Before any evidence. */
    PRIOR,
    /** How much likelier a target the subject is. */
    CRITICALITY,
    /** All signals of a family; its parts follow, so it is no step of the sum by itself. */
    FAMILY,
    /** A signal. */
    SIGNAL,
    /** What the named signals of a family leave open. */
    REST
  }

  /**
   * A step.
   *
   * @param kind what it is
   * @param name the term's name; of a signal its detector
   * @param fromMicros where it begins, in micro-nats
   * @param micros what it adds
   * @param part the signal, of a signal
   */
  public record Step(Kind kind, String name, long fromMicros, long micros, @Nullable Part part) {
    /** Where it ends, in micro-nats. */
    public long toMicros() {
      return fromMicros + micros;
    }

    /** Whether the sum is made of it: a family's is made of its parts. */
    public boolean counts() {
      return kind != Kind.FAMILY;
    }
  }

  /** The waterfall of a risk. */
  public static Waterfall of(RiskUpdate risk) {
    var steps = new ArrayList<Step>();
    long at = 0;
    var families = new ArrayList<Contribution>();
    for (Contribution term : risk.contributions()) {
      if (term.name().equals(Explanation.PRIOR)) {
        steps.add(new Step(Kind.PRIOR, term.name(), at, term.micros(), null));
        at += term.micros();
      } else if (term.name().equals(Explanation.CRITICALITY)) {
        if (term.micros() != 0) {
          steps.add(new Step(Kind.CRITICALITY, term.name(), at, term.micros(), null));
          at += term.micros();
        }
      } else {
        families.add(term);
      }
    }
    families.sort(
        Comparator.comparingLong(Contribution::micros)
            .reversed()
            .thenComparing(Contribution::name));
    for (Contribution family : families) {
      at = add(family, at, steps);
    }
    return new Waterfall(steps);
  }

  private static long add(Contribution family, long from, List<Step> steps) {
    long at = from;
    steps.add(new Step(Kind.FAMILY, family.name(), at, family.micros(), null));
    for (Part part : family.signals()) {
      steps.add(new Step(Kind.SIGNAL, part.detector(), at, part.micros(), part));
      at += part.micros();
    }
    long rest = family.restMicros();
    if (rest != 0) {
      steps.add(new Step(Kind.REST, family.name(), at, rest, null));
      at += rest;
    }
    return at;
  }

  /** The log-odds at its end, in micro-nats. */
  public long sumMicros() {
    return steps.stream().filter(Step::counts).mapToLong(Step::micros).sum();
  }

  /** The lowest place that it touches, in micro-nats, at most 0. */
  public long lowestMicros() {
    return steps.stream().mapToLong(s -> Math.min(s.fromMicros(), s.toMicros())).min().orElse(0);
  }

  /** The highest place that it touches, in micro-nats, at least 0. */
  public long highestMicros() {
    return steps.stream().mapToLong(s -> Math.max(s.fromMicros(), s.toMicros())).max().orElse(0);
  }
}
