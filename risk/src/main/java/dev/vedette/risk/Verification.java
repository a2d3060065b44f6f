package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an update says what its signals and its policy make of it: the number is computed anew
 * from the versions of the signals that were known when it was told, and compared to the last
 * digit, term by term and signal by signal.
 *
 * <p>What was known: an update that an event caused was told when a version of a signal that this
 * event caused had just come, so the log must be read up to one of these. An update that time
 * caused may have been told before or after a version of the same moment, so every state whose
 * versions had all been received is looked at, the latest first. Verdicts count that had been said
 * by then, but for the last few if the update holds without them.
 *
 * @param update what was told
 * @param versions how many versions of signals were known
 * @param pending how many more had been received by the instant of the update and were not taken up
 *     yet; of an update that an event caused always 0
 * @param differences what does not agree; empty if the update holds
 */
public record Verification(
    RiskUpdate update, int versions, int pending, List<Difference> differences) {
  /** Copies the list. */
  public Verification {
    differences = List.copyOf(differences);
  }

  /**
   * Something that was told and is not so.
   *
   * @param what which part of the update
   * @param told what the update says
   * @param found what the signals and the policy say
   */
  public record Difference(String what, String told, String found) {}

  private static final int MOST_UNHEARD = 4;

  /** Whether everything agrees. */
  public boolean holds() {
    return differences.isEmpty();
  }

  /**
   * Verifies an update.
   *
   * @param formula the policy that the update names
   * @param log all versions of the signals of the subject that decides, in the order they came
   */
  public static Verification of(Formula formula, SignalLog log, RiskUpdate update) {
    Verification best = null;
    int said = log.saidBy(update.atMillis());
    for (int versions = log.size(); versions >= 0; versions--) {
      if (!possible(log, versions, update)) {
        continue;
      }
      int pending = pending(log, versions, update);
      // What had been said a moment before may not have been heard yet.
      for (int heard = said; heard >= Math.max(0, said - MOST_UNHEARD); heard--) {
        var differences = differences(formula, log, versions, heard, update);
        if (best == null || differences.size() < best.differences().size()) {
          best = new Verification(update, versions, pending, differences);
        }
        if (differences.isEmpty()) {
          return best;
        }
      }
    }
    if (best != null) {
      return best;
    }
    int versions = log.knownBy(update.atMillis());
    var differences = new ArrayList<Difference>();
    differences.add(
        new Difference(
            "causedBy", update.causedBy(), "no version of a signal that this event caused"));
    differences.addAll(differences(formula, log, versions, said, update));
    return new Verification(update, versions, 0, differences);
  }

  private static boolean possible(SignalLog log, int versions, RiskUpdate update) {
    if (!bySignal(log, update)) {
      return versions == 0 || log.upserts().get(versions - 1).receivedMillis() <= update.atMillis();
    }
    return versions > 0
        && log.upserts().get(versions - 1).causedBy().equals(update.causedBy())
        && log.upserts().get(versions - 1).receivedMillis() <= update.atMillis();
  }

  /** Time, a new policy and a verdict change risk too, whatever was last seen. */
  private static boolean bySignal(SignalLog log, RiskUpdate update) {
    return !update.causedBy().isEmpty()
        && !update.causedBy().startsWith("policy ")
        && !log.isVerdict(update.causedBy());
  }

  private static int pending(SignalLog log, int versions, RiskUpdate update) {
    return !bySignal(log, update) ? Math.max(0, log.knownBy(update.atMillis()) - versions) : 0;
  }

  private static List<Difference> differences(
      Formula formula, SignalLog log, int versions, int said, RiskUpdate update) {
    var all = new ArrayList<Difference>();
    compare("policyVersion", update.policyVersion(), formula.policy().version(), all);
    Ledger ledger = log.ledger(versions, formula.policy(), said);
    Subject subject = update.subject();
    Cells cells = SignalLog.cells(ledger, subject);
    Assessment found = formula.assess(subject, cells, update.atMillis());
    List<Contribution> terms =
        Explanation.of(formula, cells, SignalLog.behind(ledger, subject), found);
    compare("logOdds", nats(update.logOddsMicros()), nats(found.logOddsMicros()), all);
    compare("score", update.score(), found.score(), all);
    long sum = update.contributions().stream().mapToLong(Contribution::micros).sum();
    compare("sum of the contributions", nats(sum), nats(found.logOddsMicros()), all);
    compare("terms", names(update.contributions()), names(terms), all);
    for (Contribution term : terms) {
      update.contributions().stream()
          .filter(told -> told.name().equals(term.name()))
          .forEach(told -> compareTerm(told, term, all));
    }
    for (Family family : Family.values()) {
      compare(
          "energy of " + family.wireName(),
          energies(update.energies(), family),
          energies(found.energies(), family),
          all);
    }
    compareLevel(formula, cells, update, found.logOddsMicros(), all);
    if (!update.reason().endsWith(Explanation.reason(terms))) {
      all.add(new Difference("reason", update.reason(), Explanation.reason(terms)));
    }
    return all;
  }

  private static void compareTerm(Contribution told, Contribution found, List<Difference> all) {
    compare(told.name(), nats(told.micros()), nats(found.micros()), all);
    int most = Math.max(told.signals().size(), found.signals().size());
    for (int i = 0; i < most; i++) {
      Part its = i < told.signals().size() ? told.signals().get(i) : null;
      Part ours = i < found.signals().size() ? found.signals().get(i) : null;
      if (!Objects.equals(its, ours)) {
        all.add(new Difference(told.name() + ", signal " + (i + 1), text(its), text(ours)));
      }
    }
  }

  /** A level is a function of the risk and the level before, but for the dwell. */
  private static void compareLevel(
      Formula formula, Cells cells, RiskUpdate update, long logOdds, List<Difference> all) {
    LevelPolicy levels = formula.policy().levels();
    Level before = update.previousLevel();
    long at = update.atMillis();
    // Of a level that was kept since an unknown instant both is possible: it had dwelt or had not.
    Level young = new LevelTrack(before, at).next(levels, logOdds, at).level();
    Level old =
        new LevelTrack(before, at - levels.dwell().toMillis()).next(levels, logOdds, at).level();
    if (update.level() != young && update.level() != old) {
      all.add(
          new Difference(
              "level",
              update.level().name(),
              young == old ? old.name() : "%s or %s".formatted(young, old)));
      return;
    }
    // The sooner a level may be left the sooner it falls; a new level is kept from now on.
    long kept = update.level() == before ? at - levels.dwell().toMillis() : at;
    long soonest = nextFall(formula, cells, update, kept);
    long latest = nextFall(formula, cells, update, at);
    if (update.nextDueMillis() < soonest || update.nextDueMillis() > latest) {
      all.add(
          new Difference(
              "nextDue",
              String.valueOf(update.nextDueMillis()),
              soonest == latest
                  ? String.valueOf(latest)
                  : "from %d to %d".formatted(soonest, latest)));
    }
  }

  private static long nextFall(Formula formula, Cells cells, RiskUpdate update, long sinceMillis) {
    return Evaluation.nextFallMillis(
        formula,
        update.subject(),
        cells,
        new LevelTrack(update.level(), sinceMillis),
        update.atMillis());
  }

  private static void compare(String what, Object told, Object found, List<Difference> all) {
    if (!told.equals(found)) {
      all.add(new Difference(what, String.valueOf(told), String.valueOf(found)));
    }
  }

  private static List<String> names(List<Contribution> terms) {
    return terms.stream().map(Contribution::name).toList();
  }

  private static List<RiskUpdate.Energy> energies(List<RiskUpdate.Energy> all, Family family) {
    return all.stream().filter(energy -> energy.family() == family).toList();
  }

  private static String text(@Nullable Part part) {
    return part == null
        ? "none"
        : "%s of window %d: %s, evidence %s: %s"
            .formatted(
                part.detector(),
                part.windowStartMillis(),
                nats(part.micros()),
                nats(part.evidenceMicros()),
                part.why());
  }

  private static String nats(long micros) {
    long whole = Math.abs(micros);
    return "%s%d.%06d".formatted(micros < 0 ? "-" : "", whole / 1_000_000, whole % 1_000_000);
  }
}
