package dev.vedette.rest;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Guests;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.LevelTrack;
import dev.vedette.risk.Published;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.SessionRisk;
import java.util.List;

/**
 * The risk of an instant before the present, as corrected: the cells are added up anew from the
 * final versions of the signals whose window had begun by then. What was believed at that instant,
 * before later corrections, is not kept. The level is that of the log-odds alone, as the levels
 * before it are not known.
 */
final class Hindsight {
  private final Formula formula;
  private final Ledger begun;
  private final long atMillis;

  Hindsight(Formula formula, Ledger ledger, long atMillis) {
    this.formula = formula;
    this.begun =
        subject ->
            ledger.signals(subject).stream()
                .filter(signal -> signal.windowStartMillis() <= atMillis)
                .toList();
    this.atMillis = atMillis;
  }

  RiskUpdate read(Subject subject) {
    Subject decider = subject.decider();
    Cells own = cells(decider);
    if (decider.equals(subject)) {
      return record(decider, own, List.of()).read(formula, null, atMillis, begun);
    }
    Cells cells = cells(subject);
    var session =
        new SessionRisk(
            subject.id(),
            atMillis,
            atMillis,
            SessionRisk.OPEN,
            null,
            cells,
            published(subject, own.merge(cells)));
    return record(decider, own, List.of(session)).read(formula, subject.id(), atMillis, begun);
  }

  private RiskRecord record(Subject decider, Cells own, List<SessionRisk> sessions) {
    return new RiskRecord(
        decider,
        0,
        Integer.MIN_VALUE,
        atMillis,
        atMillis,
        own,
        published(decider, own),
        sessions,
        Guests.NONE);
  }

  private Published published(Subject subject, Cells cells) {
    long logOdds = formula.logOddsMicros(subject, cells, atMillis);
    var track = new LevelTrack(formula.policy().levels().entered(logOdds), atMillis);
    return new Published(track, logOdds, atMillis);
  }

  private Cells cells(Subject subject) {
    Cells cells = Cells.EMPTY;
    for (Signal signal : begun.signals(subject)) {
      cells = cells.add(signal.family(), signal.hour(), signal.evidenceMicros());
    }
    return cells;
  }
}
