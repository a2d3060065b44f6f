package dev.vedette.risk;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.HashSet;
import java.util.List;

/**
 * The risk of a subject at an instant of the past, in one of two senses: as it was known then, from
 * the versions of signals that had come by then; or as corrected, from what is known of that
 * instant now, late events and withdrawals included.
 *
 * @param risk the risk, explained
 * @param sense which of both it is
 * @param versions how many versions of signals had come
 * @param changedSince how many signals of windows that had begun by then got another value later: 0
 *     if both senses are the same
 * @param track the level and since when; as corrected it is the level of the log-odds alone, as the
 *     levels before it were not corrected
 * @param cells the cells that decided
 * @param signals the signals behind them, of a session with those of its owner
 */
public record Retrospect(
    RiskUpdate risk,
    Sense sense,
    int versions,
    int changedSince,
    LevelTrack track,
    Cells cells,
    List<Signal> signals) {
  /** Copies the list. */
  public Retrospect {
    signals = List.copyOf(signals);
  }

  /** What "the risk then" means. */
  public enum Sense {
    /** From what had been received by then. */
    AS_KNOWN,
    /** From what is known of that instant now. */
    AS_CORRECTED
  }

  /**
   * The risk as it was known.
   *
   * @param log all versions of the signals of the subject that decides
   * @param last what the world had last been told of the subject by then
   */
  public static Retrospect known(
      Formula formula, SignalLog log, Subject subject, long atMillis, Published last) {
    int versions = log.knownBy(atMillis);
    Ledger ledger = log.ledger(versions, formula.policy(), log.saidBy(atMillis));
    Cells cells = SignalLog.cells(ledger, subject);
    LevelTrack track = track(formula, subject, cells, last, log, versions, atMillis);
    return new Retrospect(
        word(formula, ledger, subject, cells, track, atMillis),
        Sense.AS_KNOWN,
        versions,
        changed(
            ledger, begun(log.ledger(log.size(), formula.policy(), log.said()), atMillis), subject),
        track,
        cells,
        SignalLog.behind(ledger, subject));
  }

  /** The level that was told, and what it had fallen to since the last evidence. */
  private static LevelTrack track(
      Formula formula,
      Subject subject,
      Cells cells,
      Published last,
      SignalLog log,
      int versions,
      long atMillis) {
    long from =
        versions == 0
            ? last.atMillis()
            : Math.max(last.atMillis(), log.upserts().get(versions - 1).receivedMillis());
    LevelTrack track = last.track();
    for (long at = Math.min(from, atMillis); at <= atMillis; ) {
      long logOdds = formula.logOddsMicros(subject, cells, at);
      track = track.next(formula.policy().levels(), logOdds, at);
      long fall = Evaluation.nextFallMillis(formula, subject, cells, track, at);
      at = fall > at ? fall : at + 1;
    }
    return track;
  }

  /** The risk as it is known now: final versions of the windows that had begun by then. */
  public static Retrospect corrected(
      Formula formula, SignalLog log, Subject subject, long atMillis) {
    int versions = log.knownBy(atMillis);
    Ledger ledger = begun(log.ledger(log.size(), formula.policy(), log.said()), atMillis);
    Cells cells = SignalLog.cells(ledger, subject);
    long logOdds = formula.logOddsMicros(subject, cells, atMillis);
    var track = new LevelTrack(formula.policy().levels().entered(logOdds), atMillis);
    return new Retrospect(
        word(formula, ledger, subject, cells, track, atMillis),
        Sense.AS_CORRECTED,
        versions,
        changed(log.ledger(versions, formula.policy(), log.saidBy(atMillis)), ledger, subject),
        track,
        cells,
        SignalLog.behind(ledger, subject));
  }

  /** The ledger of the windows that had begun at an instant. */
  public static Ledger begun(Ledger ledger, long atMillis) {
    return subject ->
        ledger.signals(subject).stream()
            .filter(signal -> signal.windowStartMillis() <= atMillis)
            .toList();
  }

  private static RiskUpdate word(
      Formula formula,
      Ledger ledger,
      Subject subject,
      Cells cells,
      LevelTrack track,
      long atMillis) {
    var told =
        new Published(track, formula.logOddsMicros(subject, cells, atMillis), track.sinceMillis());
    return new Evaluation(formula, ledger, atMillis, "", Long.MAX_VALUE, 0, track.level())
        .tell(subject, cells, told, track);
  }

  private static int changed(Ledger then, Ledger now, Subject subject) {
    var before = SignalLog.behind(then, subject).stream().map(Value::of).toList();
    var after = SignalLog.behind(now, subject).stream().map(Value::of).toList();
    var both = new HashSet<Key>();
    before.stream().filter(value -> !after.contains(value)).forEach(value -> both.add(value.key()));
    after.stream().filter(value -> !before.contains(value)).forEach(value -> both.add(value.key()));
    return both.size();
  }

  private record Key(Subject subject, String detector, long windowStartMillis, String via) {}

  private record Value(Key key, int evidenceMicros) {
    static Value of(Signal signal) {
      return new Value(
          new Key(
              signal.subject(),
              signal.detector(),
              signal.windowStartMillis(),
              String.valueOf(signal.via())),
          signal.evidenceMicros());
    }
  }
}
