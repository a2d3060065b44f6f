package dev.vedette.risk;

import dev.vedette.events.Family;
import java.util.List;

/** The rules of conditional evidence of a policy, applied to cells. */
@SuppressWarnings("EnumOrdinal") // arrays by family, as in the formula
final class Conditions {
  private final Formula formula;

  /** Family → bounds of log-odds, in micro-nats, and what evidence is worth from there on. */
  private final long[][] bounds = new long[Family.values().length][];

  private final double[][] times = new double[Family.values().length][];

  Conditions(Formula formula, Policy policy) {
    this.formula = formula;
    for (Family family : Family.values()) {
      List<ConditionalEvidence> rules =
          policy.conditional().stream().filter(rule -> rule.family() == family).toList();
      bounds[family.ordinal()] =
          rules.stream()
              .mapToLong(rule -> policy.levels().beginsMicros(rule.whileLevel()))
              .toArray();
      times[family.ordinal()] = rules.stream().mapToDouble(ConditionalEvidence::times).toArray();
    }
  }

  /**
   * The evidence of each cell as the rules have it, in micro-nats.
   *
   * <p>The log-odds at the beginning of an hour are those of the earlier cells that count at {@code
   * atMillis}, each in full and decayed from the end of its hour, whether that is over or not. So
   * they do not depend on {@code atMillis} until a cell is too old to count, and then they fall: no
   * rule begins to hold by itself.
   */
  long[] evidence(Cells cells, long atMillis, long baseMicros) {
    var evidence = new long[cells.size()];
    var energy = new double[bounds.length];
    var last = new long[bounds.length];
    int next = 0;
    while (next < evidence.length) {
      int first = next;
      int hour = cells.hour(first);
      for (; next < evidence.length && cells.hour(next) == hour; next++) {
        evidence[next] = cells.micros(next);
      }
      weigh(cells, evidence, first, next, energy, last, baseMicros);
      for (int i = first; i < next; i++) {
        formula.fold(cells, i, evidence[i], atMillis, energy, last);
      }
    }
    return evidence;
  }

  private void weigh(
      Cells cells,
      long[] evidence,
      int first,
      int end,
      double[] energy,
      long[] last,
      long baseMicros) {
    long begins = cells.endMillis(first) - Cells.HOUR_MILLIS;
    long logOdds = Long.MIN_VALUE;
    for (int i = first; i < end; i++) {
      int f = cells.familyOrdinal(i);
      if (bounds[f].length == 0 || evidence[i] <= 0) {
        continue;
      }
      if (logOdds == Long.MIN_VALUE) {
        logOdds = baseMicros + formula.sumMicros(energy, last, begins);
      }
      double most = 1;
      for (int rule = 0; rule < bounds[f].length; rule++) {
        if (logOdds >= bounds[f][rule]) {
          most = Math.max(most, times[f][rule]);
        }
      }
      evidence[i] = Math.round(evidence[i] * most);
    }
  }
}
