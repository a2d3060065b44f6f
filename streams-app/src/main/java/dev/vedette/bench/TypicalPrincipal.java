package dev.vedette.bench;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Guests;
import dev.vedette.risk.Ledger;
import dev.vedette.risk.RiskRecord;
import dev.vedette.risk.SessionRisk;
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
  private static final int HOURS_APART = 3;
  private static final int FAMILIES = 6;

  /** Evidence that mostly reassures: most of many users are LOW. */
  private static final double REASSURING = 0.6;

  private static final Ledger NOTHING = subject -> List.of();

  private TypicalPrincipal() {}

  /** The record of one of many, as it is at an instant. */
  static RiskRecord record(int number, Formula formula, long nowMillis) {
    var random = new SplittableRandom(number);
    Subject user = Subject.of("acme", SubjectType.USER, "user.%07d@acme.example".formatted(number));
    int newest = (int) Math.floorDiv(nowMillis, Cells.HOUR_MILLIS) - 1;
    Cells own = Cells.EMPTY;
    Cells its = Cells.EMPTY;
    for (int i = CELLS - 1; i >= 0; i--) {
      Family family = Family.ofOrdinal(1 + random.nextInt(FAMILIES));
      int hour = newest - i * HOURS_APART;
      if (i < CELLS - OWN_CELLS) {
        its = its.add(family, hour, evidenceMicros(random));
      } else {
        own = own.add(family, hour, evidenceMicros(random));
      }
    }
    RiskRecord unknown = RiskRecord.of(user, formula, nowMillis);
    var session =
        new SessionRisk(
            new UUID(random.nextLong(), random.nextLong()).toString(),
            nowMillis - Cells.HOUR_MILLIS,
            nowMillis,
            SessionRisk.OPEN,
            "LAPTOP-%05d.acme.example".formatted(random.nextInt(100_000)),
            its,
            unknown.published());
    var known =
        new RiskRecord(
            user,
            0,
            newest,
            nowMillis,
            nowMillis,
            own,
            unknown.published(),
            List.of(session),
            Guests.NONE);
    return known.due(formula, nowMillis, NOTHING).record();
  }

  private static long evidenceMicros(SplittableRandom random) {
    double nats = 1 + random.nextDouble();
    return (long) ((random.nextDouble() < REASSURING ? -nats : nats) * Signal.MICROS);
  }
}
