package dev.vedette.risk;

import dev.vedette.events.EventHash;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.risk.RiskUpdate.Contribution;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at a record at an instant: decides what the world must be told, and words it. */
final class Evaluation {
  /** One nat: the least that detectors say. */
  private static final long EVIDENCE_STEP_MICROS = 1_000_000;

  private final Formula formula;
  private final Ledger ledger;
  private final long atMillis;
  private final String causedBy;
  private final long correctsMillis;
  private @Nullable List<String> unscoreable;
  private final List<RiskUpdate> updates = new ArrayList<>();
  private final List<Rise> rises = new ArrayList<>();
  private long sequence;
  private Level told;

  /**
   * @param causedBy id of the event or verdict behind it; empty if time is
   * @param correctsMillis what was told at or after this instant was told without what is known
   *     now; Long.MAX_VALUE if it was all right then
   * @param sequence the number of updates that this record has published so far
   * @param told the highest level that the world knows of the record: only a rise above it alerts
   */
  Evaluation(
      Formula formula,
      Ledger ledger,
      long atMillis,
      String causedBy,
      long correctsMillis,
      long sequence,
      Level told) {
    this.formula = formula;
    this.ledger = ledger;
    this.atMillis = atMillis;
    this.causedBy = causedBy;
    this.correctsMillis = correctsMillis;
    this.sequence = sequence;
    this.told = told;
  }

  /** Says which detectors could judge nothing of whom the signal behind it is about. */
  Evaluation beside(@Nullable List<String> blind) {
    unscoreable = blind;
    return this;
  }

  long sequence() {
    return sequence;
  }

  List<RiskUpdate> updates() {
    return updates;
  }

  List<Rise> rises() {
    return rises;
  }

  /**
   * Looks at a subject and tells the world if its level changed, its score moved by a step, or if
   * it is HIGH and more evidence came, as scores near 100 hardly move by what keeps them there. A
   * rise to HIGH or CRITICAL alerts, unless a subject of the same record is as high already: a
   * session and its principal are one incident.
   *
   * @return what the world has been told now
   */
  Published look(Subject subject, Cells cells, Published last) {
    long logOdds = formula.logOddsMicros(subject, cells, atMillis);
    LevelTrack track = last.track().next(formula.policy().levels(), logOdds, atMillis);
    double moved = Assessment.score(logOdds) - last.score();
    boolean isMore =
        track.level().compareTo(Level.HIGH) >= 0
            && logOdds - last.logOddsMicros() >= EVIDENCE_STEP_MICROS;
    if (track.level() == last.level()
        && Math.abs(moved) < formula.policy().scoreStep()
        && !isMore) {
      return last;
    }
    sequence++;
    String id = id("update", subject, sequence, atMillis);
    RiskUpdate update = word(id, subject, cells, last, track);
    updates.add(update);
    if (track.level().compareTo(last.level()) > 0
        && track.level().compareTo(Level.HIGH) >= 0
        && track.level().compareTo(told) > 0) {
      told = track.level();
      rises.add(new Rise(id("rise", subject, sequence, atMillis), title(subject, update), update));
    }
    return new Published(track, logOdds, atMillis, sequence);
  }

  /** What a reader is told of how a subject is now: an update that is not published, without id. */
  RiskUpdate tell(Subject subject, Cells cells, Published last, LevelTrack track) {
    return word("", subject, cells, last, track);
  }

  private RiskUpdate word(
      String id, Subject subject, Cells cells, Published last, LevelTrack track) {
    Assessment assessment = formula.assess(subject, cells, atMillis);
    List<Contribution> contributions = Explanation.of(formula, cells, signals(subject), assessment);
    return new RiskUpdate(
        id,
        subject,
        atMillis,
        assessment.score(),
        assessment.logOddsMicros(),
        track.level(),
        last.level(),
        reason(contributions, last.level(), track.level()),
        contributions,
        assessment.energies(),
        nextFallMillis(formula, subject, cells, track, atMillis),
        causedBy,
        formula.policy().version(),
        supersedes(subject, last),
        unscoreable);
  }

  private String supersedes(Subject subject, Published last) {
    return last.number() > 0 && correctsMillis <= last.atMillis()
        ? id("update", subject, last.number(), last.atMillis())
        : "";
  }

  /** When the level of a subject falls by itself; Long.MAX_VALUE if never. */
  static long nextFallMillis(
      Formula formula, Subject subject, Cells cells, LevelTrack track, long nowMillis) {
    if (track.level() == Level.LOW) {
      return Long.MAX_VALUE;
    }
    long settled = cells.isEmpty() ? nowMillis : formula.lastCountingMillis(cells) + 1;
    return track.nextFallMillis(
        formula.policy().levels(),
        nowMillis,
        settled,
        millis -> formula.logOddsMicros(subject, cells, millis));
  }

  private List<Signal> signals(Subject subject) {
    List<Signal> own = ledger.signals(subject);
    Subject owner = subject.owner();
    if (owner == null) {
      return own;
    }
    var all = new ArrayList<>(ledger.signals(owner));
    all.addAll(own);
    return all;
  }

  private String reason(List<Contribution> contributions, Level before, Level now) {
    String strongest = Explanation.reason(contributions);
    boolean byItself = causedBy.isEmpty() && now.compareTo(before) < 0;
    return byItself ? "Fallen to %s with time. %s".formatted(now, strongest) : strongest;
  }

  private static String title(Subject subject, RiskUpdate update) {
    Subject owner = subject.owner();
    String of = owner == null ? "" : " of " + owner.type().wireName() + " " + owner.id();
    return "%s: %s %s%s. %s"
        .formatted(update.level(), subject.type().wireName(), subject.id(), of, update.reason());
  }

  private static String id(String kind, Subject subject, long number, long at) {
    String identity = kind + "|" + SubjectKey.encode(subject) + "|" + number + "|" + at;
    return EventHash.of(identity.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
