package dev.vedette.risk;

import dev.vedette.events.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The risk of a subject at an instant, in numbers: an integer sum that anybody can add up.
 *
 * @param atMillis the instant
 * @param priorMicros log-odds without evidence, in micro-nats
 * @param criticalityMicros the logarithm of the criticality, in micro-nats
 * @param familyMicros each family with cells that count, in micro-nats
 * @param energies the same families, for a reader of a later instant
 */
public record Assessment(
    long atMillis,
    long priorMicros,
    long criticalityMicros,
    Map<Family, Long> familyMicros,
    List<RiskUpdate.Energy> energies) {
  /** Copies the map and the list. */
  public Assessment {
    var copy = new EnumMap<Family, Long>(Family.class);
    copy.putAll(familyMicros);
    familyMicros = Collections.unmodifiableMap(copy);
    energies = List.copyOf(energies);
  }

  /** L: the sum, in micro-nats. */
  public long logOddsMicros() {
    long sum = priorMicros + criticalityMicros;
    for (long micros : familyMicros.values()) {
      sum += micros;
    }
    return sum;
  }

  /** 0 to 100: {@code 100 / (1 + exp(−L))}. */
  public double score() {
    return score(logOddsMicros());
  }

  /** The score of log-odds in micro-nats. */
  public static double score(long logOddsMicros) {
    return 100 / (1 + StrictMath.exp(-logOddsMicros / 1e6));
  }
}
