package dev.vedette.client;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import java.util.ArrayList;
import java.util.List;

/** Updates to look up. */
final class Updates {
  static final long NOW = 1_790_000_000_000L;
  static final long HOUR = 3_600_000;

  private Updates() {}

  static Subject user(String id) {
    return Subject.of("acme", SubjectType.USER, id);
  }

  /** One with evidence in as many families as asked for, a nat each. */
  static RiskUpdate of(Subject subject, Level level, long atMillis, int families) {
    var energies = new ArrayList<RiskUpdate.Energy>();
    var contributions = new ArrayList<RiskUpdate.Contribution>();
    contributions.add(new RiskUpdate.Contribution("prior", -6_000_000, List.of()));
    for (int i = 0; i < families; i++) {
      Family family = Family.values()[i];
      // Of one family there is evidence of an hour that is not over.
      var ahead =
          i == 0 ? List.of(new RiskUpdate.Step(atMillis + 1, 1)) : List.<RiskUpdate.Step>of();
      energies.add(new RiskUpdate.Energy(family, 2, atMillis, 24 * HOUR, 7, ahead));
      contributions.add(new RiskUpdate.Contribution(family.wireName(), 2_000_000, List.of()));
    }
    return new RiskUpdate(
        "u-" + atMillis,
        subject,
        atMillis,
        50,
        0,
        level,
        Level.LOW,
        "reason",
        contributions,
        energies,
        Long.MAX_VALUE,
        "e",
        "p",
        "",
        null);
  }
}
