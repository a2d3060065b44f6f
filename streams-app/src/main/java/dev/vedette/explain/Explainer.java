package dev.vedette.explain;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Counterfactual;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Level;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.LevelTrack;
import dev.vedette.risk.Outlook;
import dev.vedette.risk.Published;
import dev.vedette.risk.Retrospect;
import dev.vedette.risk.Retrospect.Sense;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import dev.vedette.risk.SignalLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains a subject's risk at an instant from what was recorded of it. */
public final class Explainer {
  private final Formula formula;
  private final SignalLog log;
  private final List<RiskUpdate> updates;

  /**
   * An explainer of one subject.
   *
   * @param formula the policy that was in force
   * @param log all versions of the signals of the subject that decides for it
   * @param updates what was told of the subject, in any order
   */
  public Explainer(Formula formula, SignalLog log, List<RiskUpdate> updates) {
    this.formula = formula;
    this.log = log;
    this.updates = ordered(updates);
  }

  /**
   * The explanation.
   *
   * @param counterfactual whether to look for the smallest set of signals that the level hangs on
   */
  public Explained explain(Subject subject, long atMillis, Sense sense, boolean counterfactual) {
    List<RiskUpdate> told = updates.stream().filter(u -> u.atMillis() <= atMillis).toList();
    List<RiskUpdate> changes = told.stream().filter(u -> u.level() != u.previousLevel()).toList();
    Published last = last(subject, told, changes, atMillis);
    boolean known = sense == Sense.AS_KNOWN;
    Retrospect then =
        known
            ? Retrospect.known(formula, log, subject, atMillis, last)
            : Retrospect.corrected(formula, log, subject, atMillis);
    Level level = then.risk().level();
    Long since = known && !changes.isEmpty() ? then.track().sinceMillis() : null;
    LevelPolicy levels = formula.policy().levels();
    return new Explained(
        then.risk(),
        sense,
        then.changedSince(),
        since,
        levels,
        Outlook.of(then.risk(), levels, then.track().sinceMillis()),
        known ? changes : List.of(),
        spoke(then.risk()),
        counterfactual && level != Level.LOW
            ? Counterfactual.of(formula, subject, then.cells(), then.signals(), level, atMillis)
            : null);
  }

  private Map<Part, Long> spoke(RiskUpdate risk) {
    var spoke = new HashMap<Part, Long>();
    for (Contribution term : risk.contributions()) {
      for (Part part : term.signals()) {
        log.upserts().stream()
            .filter(signal -> signal.subject().equals(part.subject()))
            .filter(signal -> signal.detector().equals(part.detector()))
            .filter(signal -> signal.windowStartMillis() == part.windowStartMillis())
            .filter(signal -> signal.evidenceMicros() != 0)
            .mapToLong(Signal::timeMillis)
            .min()
            .ifPresent(at -> spoke.put(part, at));
      }
    }
    return spoke;
  }

  private Published last(
      Subject subject, List<RiskUpdate> told, List<RiskUpdate> changes, long atMillis) {
    if (told.isEmpty()) {
      long base = formula.baseMicros(subject);
      Level entered = formula.policy().levels().entered(base);
      long began =
          log.size() == 0
              ? atMillis
              : Math.min(atMillis, log.upserts().getFirst().receivedMillis());
      return new Published(new LevelTrack(entered, began), base, began);
    }
    RiskUpdate newest = told.getLast();
    long since = changes.isEmpty() ? told.getFirst().atMillis() : changes.getLast().atMillis();
    return new Published(
        new LevelTrack(newest.level(), since), newest.logOddsMicros(), newest.atMillis());
  }

  /** By time; of one instant each behind the one that left the level it began at. */
  private static List<RiskUpdate> ordered(List<RiskUpdate> updates) {
    var left = new ArrayList<>(updates);
    left.sort(Comparator.comparingLong(RiskUpdate::atMillis));
    var ordered = new ArrayList<RiskUpdate>();
    while (!left.isEmpty()) {
      long at = left.getFirst().atMillis();
      Level before = ordered.isEmpty() ? null : ordered.getLast().level();
      RiskUpdate next =
          left.stream()
              .filter(update -> update.atMillis() == at)
              .min(
                  Comparator.comparingInt((RiskUpdate update) -> follows(update, before) ? 0 : 1)
                      .thenComparingInt(update -> update.level() == update.previousLevel() ? 0 : 1))
              .orElseThrow();
      ordered.add(next);
      left.remove(next);
    }
    return ordered;
  }

  private static boolean follows(RiskUpdate update, @Nullable Level before) {
    return update.previousLevel() == (before == null ? Level.LOW : before);
  }
}
