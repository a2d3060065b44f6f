package dev.vedette.rest;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.flows.risk.RiskStores;
import dev.vedette.rest.SubjectQueries.Point;
import dev.vedette.rest.SubjectQueries.Ruled;
import dev.vedette.rest.SubjectQueries.Series;
import dev.vedette.rest.SubjectQueries.Signals;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Rulings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What the ledger tells of a subject over time. */
final class SubjectHistory {
  private final StoreAccess stores;

  SubjectHistory(StoreAccess stores) {
    this.stores = stores;
  }

  @Nullable Series series(Subject subject, Instant from, Instant to, int points) {
    Subject decider = subject.decider();
    if (!stores.isKnown(stores.record(decider), subject)) {
      return null;
    }
    var ledger = stores.effective(from.toEpochMilli());
    var signals = new ArrayList<>(ledger.signals(subject));
    if (!decider.equals(subject)) {
      signals.addAll(ledger.signals(decider));
    }
    signals.sort(Comparator.comparingLong(Signal::windowStartMillis));
    return new Series(
        stores.now(),
        stores.dataTime(),
        points(subject, signals, from.toEpochMilli(), to.toEpochMilli(), points),
        strongest(signals, from.toEpochMilli(), to.toEpochMilli()),
        stores.ofRisk(subject));
  }

  /** The cells of the windows that had begun grow with the instants. */
  private List<Point> points(
      Subject subject, List<Signal> signals, long from, long to, int number) {
    Formula formula = stores.formula(subject.tenant());
    var points = new ArrayList<Point>(number);
    Cells cells = Cells.EMPTY;
    int begun = 0;
    for (int i = 0; i < number; i++) {
      long at = from + (to - from) * i / (number - 1);
      for (; begun < signals.size() && signals.get(begun).windowStartMillis() <= at; begun++) {
        Signal signal = signals.get(begun);
        cells = cells.add(signal.family(), signal.hour(), signal.evidenceMicros());
      }
      long logOdds = formula.logOddsMicros(subject, cells, at);
      points.add(new Point(at, logOdds, formula.policy().levels().entered(logOdds)));
    }
    return points;
  }

  private static List<Signal> strongest(List<Signal> signals, long from, long to) {
    return signals.stream()
        .filter(signal -> signal.windowEndMillis() > from && signal.windowStartMillis() <= to)
        .sorted(
            Comparator.comparingInt((Signal signal) -> Math.abs(signal.evidenceMicros()))
                .reversed())
        .limit(SubjectQueries.MAX_BESIDE)
        .sorted(Comparator.comparingLong(Signal::windowStartMillis).thenComparing(Signal::detector))
        .toList();
  }

  @Nullable Signals signals(
      Subject subject, Instant from, Instant to, int limit, @Nullable String after) {
    if (!stores.isKnown(stores.record(subject.decider()), subject)) {
      return null;
    }
    Rulings rulings = stores.rulings(subject);
    var found = new ArrayList<Ruled>();
    String next = null;
    Bytes last = after == null ? null : Bytes.wrap(HexFormat.of().parseHex(after));
    try (var entries =
        RiskStores.newestFirst(
            stores.signals(subject), subject, from.toEpochMilli(), to.toEpochMilli(), last)) {
      Bytes lastKey = null;
      while (entries.hasNext()) {
        var entry = entries.next();
        if (entry.value.evidenceMicros() == 0 || entry.key.equals(last)) {
          continue;
        }
        if (found.size() == limit) {
          next = lastKey == null ? null : HexFormat.of().formatHex(lastKey.get());
          break;
        }
        found.add(ruled(entry.value, rulings));
        lastKey = entry.key;
      }
    }
    return new Signals(stores.now(), stores.dataTime(), found, next, stores.ofRisk(subject));
  }

  private static Ruled ruled(Signal signal, Rulings rulings) {
    return new Ruled(
        signal, rulings.effective(signal).evidenceMicros(), rulings.verdicts().of(signal));
  }
}
