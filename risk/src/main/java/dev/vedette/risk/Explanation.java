package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the risk is what it is: the formula's own terms, and inside each family the signals.
 *
 * <p>The rule of allocation: a cell is credited with the change that it made to its family's energy
 * when it was read, decayed since (so the newest pays for saturation, and reassurance is credited
 * with what it took away); inside a cell, shares are in proportion to the signals' evidence, and
 * what the ledger does not hold has the share of the evidence that it leaves open; micro-nats are
 * rounded by the largest remainder, so they sum to the family's contribution exactly. The strongest
 * {@value #MAX_PARTS} of a family are named, the others are its rest.
 */
public final class Explanation {
  /** The name of the first term. */
  public static final String PRIOR = "prior";

  /** The name of the second term. */
  public static final String CRITICALITY = "criticality";

  /** The most signals named in one family. */
  public static final int MAX_PARTS = 8;

  private static final int MAX_REASON = 400;

  private static final Comparator<Signal> IDENTITY =
      Comparator.comparing((Signal signal) -> SubjectKey.encode(signal.subject()))
          .thenComparing(Signal::detector)
          .thenComparingLong(Signal::windowStartMillis)
          .thenComparing(signal -> key(signal.via()));

  private Explanation() {}

  /**
   * The terms of an assessment: prior, criticality, then the families that have a part in it.
   *
   * @param cells the cells that were assessed
   * @param signals final versions of the signals behind them, in any order
   */
  public static List<Contribution> of(
      Formula formula, Cells cells, Collection<Signal> signals, Assessment assessment) {
    var contributions = new ArrayList<Contribution>();
    contributions.add(new Contribution(PRIOR, assessment.priorMicros(), List.of()));
    contributions.add(new Contribution(CRITICALITY, assessment.criticalityMicros(), List.of()));
    long base = assessment.priorMicros() + assessment.criticalityMicros();
    double[] credits = formula.credits(cells, assessment.atMillis(), base);
    Map<Cell, List<Signal>> byCell = byCell(signals);
    assessment
        .familyMicros()
        .forEach((family, micros) -> {
          List<Part> parts = parts(family, micros, cells, credits, byCell);
          if (micros != 0 || !parts.isEmpty()) {
            contributions.add(new Contribution(family.wireName(), micros, parts));
          }
        });
    return contributions;
  }

  /** The one or two strongest signals in words, for a person. */
  public static String reason(List<Contribution> contributions) {
    var strongest = new ArrayList<Part>();
    for (Contribution contribution : contributions) {
      for (Part part : contribution.signals()) {
        if (part.micros() > 0 && !part.why().isBlank()) {
          strongest.add(part);
        }
      }
    }
    if (strongest.isEmpty()) {
      return withoutSignals(contributions);
    }
    strongest.sort(Comparator.comparingLong(Part::micros).reversed());
    Part first = strongest.getFirst();
    var reason = new StringBuilder(clause(first.why()));
    for (Part second : strongest) {
      // The same thing seen again, in another window or for the session, is no second reason.
      if (!second.detector().equals(first.detector()) && second.micros() * 4 >= first.micros()) {
        reason.append("; ").append(clause(second.why()));
        break;
      }
    }
    if (reason.length() >= MAX_REASON) {
      int end = MAX_REASON - 1;
      reason.setLength(Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end);
      return reason.append('…').toString();
    }
    return reason.append('.').toString();
  }

  private static String withoutSignals(List<Contribution> contributions) {
    var families = new ArrayList<Contribution>();
    for (Contribution term : contributions) {
      if (term.micros() > 0 && !term.name().equals(PRIOR) && !term.name().equals(CRITICALITY)) {
        families.add(term);
      }
    }
    if (families.isEmpty()) {
      return "No evidence counts at present.";
    }
    families.sort(Comparator.comparingLong(Contribution::micros).reversed());
    String first = families.getFirst().name();
    return families.size() == 1
        ? "Earlier evidence: %s.".formatted(first)
        : "Earlier evidence: %s, %s.".formatted(first, families.get(1).name());
  }

  private record Cell(Family family, int hour) {}

  private static Map<Cell, List<Signal>> byCell(Collection<Signal> signals) {
    var byCell = new HashMap<Cell, List<Signal>>();
    var sorted = new ArrayList<>(signals);
    sorted.sort(IDENTITY);
    for (Signal signal : sorted) {
      if (signal.evidenceMicros() != 0) {
        byCell
            .computeIfAbsent(new Cell(signal.family(), signal.hour()), cell -> new ArrayList<>())
            .add(signal);
      }
    }
    return byCell;
  }

  private static List<Part> parts(
      Family family, long micros, Cells cells, double[] credits, Map<Cell, List<Signal>> byCell) {
    var named = new ArrayList<Signal>();
    var shares = new ArrayList<Double>();
    double unnamed = 0;
    for (int i = 0; i < cells.size(); i++) {
      if (cells.family(i) != family || credits[i] == 0) {
        continue;
      }
      double perMicro = credits[i] * 1e6 / cells.micros(i);
      long open = cells.micros(i);
      for (Signal signal : byCell.getOrDefault(new Cell(family, cells.hour(i)), List.of())) {
        named.add(signal);
        shares.add(perMicro * signal.evidenceMicros());
        open -= signal.evidenceMicros();
      }
      unnamed += perMicro * open;
    }
    if (named.isEmpty()) {
      return List.of();
    }
    shares.add(unnamed);
    long[] split =
        LargestRemainder.split(micros, shares.stream().mapToDouble(Double::doubleValue).toArray());
    var parts = new ArrayList<Part>();
    for (int i = 0; i < named.size(); i++) {
      if (split[i] != 0) {
        parts.add(part(named.get(i), split[i]));
      }
    }
    parts.sort(Comparator.comparingLong((Part part) -> Math.abs(part.micros())).reversed());
    return List.copyOf(parts.subList(0, Math.min(MAX_PARTS, parts.size())));
  }

  private static Part part(Signal signal, long micros) {
    return new Part(
        signal.subject(),
        signal.detector(),
        signal.windowStartMillis(),
        micros,
        signal.evidenceMicros(),
        signal.why(),
        signal.technique(),
        signal.events());
  }

  private static String clause(String why) {
    String clause = why.strip();
    return clause.endsWith(".") ? clause.substring(0, clause.length() - 1) : clause;
  }

  private static String key(@Nullable Subject subject) {
    return subject == null ? "" : SubjectKey.encode(subject);
  }
}
