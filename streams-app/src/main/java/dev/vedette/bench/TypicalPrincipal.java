package dev.vedette.bench;

import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A user with one live session on a device and 25 cells of evidence of three days, 20 of them its
 * own: what is taken as typical where the size of state is told. No two are alike.
 */
final class TypicalPrincipal {
  /** Cells of the user and of its session together. */
  static final int CELLS = 25;

  private static final int OWN_CELLS = 20;
  private static final long APART_MILLIS = 3 * Cells.HOUR_MILLIS;
  private static final int FAMILIES = 6;

  /** Evidence that mostly reassures: most of many users are LOW. */
  private static final double REASSURING = 0.6;

  private static final Ledger NOTHING = subject -> List.of();

  private TypicalPrincipal() {}

  /** The record of one of many, as it is at an instant. */
  static RiskRecord record(int number, Formula formula, long nowMillis) {
    var random = new SplittableRandom(number);
    Subject user = Subject.of("acme", SubjectType.USER, "user.%07d@acme.example".formatted(number));
    var id = new UUID(random.nextLong(), random.nextLong());
    Subject session = Subject.session(user, id.toString());
    long start = nowMillis - CELLS * APART_MILLIS;
    RiskRecord record = RiskRecord.of(user, formula, start);
    for (int i = 0; i < CELLS; i++) {
      Signal signal = evidence(i < OWN_CELLS ? user : session, random, start + i * APART_MILLIS);
      record = record.apply(signal, formula, signal.timeMillis(), NOTHING).record();
    }
    var seen =
        new SessionActivity(
            session,
            "LAPTOP-%05d.acme.example".formatted(random.nextInt(100_000)),
            nowMillis,
            SessionActivity.Kind.SEEN);
    record = record.seen(seen, formula, nowMillis, NOTHING).record();
    return record.due(formula, nowMillis, NOTHING).record();
  }

  private static Signal evidence(Subject subject, SplittableRandom random, long atMillis) {
    double nats = 1 + random.nextDouble();
    double signed = random.nextDouble() < REASSURING ? -nats : nats;
    return new Signal(
        subject,
        "bench",
        Family.ofOrdinal(1 + random.nextInt(FAMILIES)),
        atMillis,
        atMillis + 600_000,
        null,
        (int) (signed * Signal.MICROS),
        0,
        "",
        "",
        List.of(),
        "",
        atMillis,
        atMillis);
  }
}
