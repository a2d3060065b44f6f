package dev.vedette.benchmarks;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskRecord;
import java.util.List;

/** A subject with so many cells of evidence, hour by hour, three families in turn. */
final class Evidence {
  private static final List<Family> FAMILIES =
      List.of(Family.PRIVILEGE, Family.CONTROL, Family.REACH);

  private final Subject subject =
      Subject.of("company", SubjectType.USER, "someone@company.example");
  private final RiskRecord record;
  private final Signal next;
  private final long nowMillis;

  Evidence(int cells, Formula formula) {
    RiskRecord filled = RiskRecord.of(subject, formula, Life.START_MILLIS);
    int hours = Math.ceilDiv(cells, FAMILIES.size());
    for (int i = 0; i < cells; i++) {
      long start = Life.START_MILLIS + (i / FAMILIES.size()) * Life.HOUR_MILLIS;
      Signal signal = signal(FAMILIES.get(i % FAMILIES.size()), start, 50_000);
      filled = filled.apply(signal, formula, start + Life.HOUR_MILLIS, of -> List.of()).record();
    }
    record = filled;
    nowMillis = Life.START_MILLIS + hours * Life.HOUR_MILLIS;
    next = signal(FAMILIES.getFirst(), nowMillis - Life.HOUR_MILLIS, 1_000);
  }

  private Signal signal(Family family, long startMillis, int micros) {
    return new Signal(
        subject,
        "benchmark",
        family,
        startMillis,
        startMillis + Life.HOUR_MILLIS,
        null,
        micros,
        0,
        "measured",
        "T1000",
        List.of(),
        "event",
        startMillis,
        startMillis);
  }

  RiskRecord record() {
    return record;
  }

  Signal next() {
    return next;
  }

  long nowMillis() {
    return nowMillis;
  }
}
