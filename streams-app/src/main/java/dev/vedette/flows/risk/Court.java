package dev.vedette.flows.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What was ruled on the subjects of a partition, and how often detectors were right by that. */
final class Court {
  private final KeyValueStore<Bytes, byte[]> rulings;
  private final Precision precision;

  Court(ProcessorContext<String, Told> context) {
    rulings = context.getStateStore(RiskStores.RULINGS);
    precision = new Precision(context.getStateStore(RiskStores.PRECISION));
  }

  /** The rulings that are in force on a subject. */
  Rulings of(String key, Subject decider, Policy policy) {
    return RiskStores.rulings(rulings, key, decider, policy);
  }

  /** Whether the cells of a subject were added up under other suppressions than these. */
  boolean isStale(String key, Rulings now) {
    byte[] stored = rulings.get(bytes(key));
    return RiskStores.suppressionsDigest(stored) != now.suppressionsDigest();
  }

  /** Remembers under which rulings the cells of a subject were added up. */
  void put(String key, Rulings now) {
    if (now.isEmpty()) {
      rulings.delete(bytes(key));
    } else {
      rulings.put(bytes(key), RiskStores.encode(now.suppressionsDigest(), now.verdicts()));
    }
  }

  /**
   * Forgets verdicts that mean nothing that could still count.
   *
   * @param known whether the subject still has cells
   */
  void prune(String key, boolean known, long atMillis) {
    byte[] stored = rulings.get(bytes(key));
    if (stored == null) {
      return;
    }
    Verdicts left = RiskStores.verdicts(stored).withoutOver(atMillis);
    long digest = known ? RiskStores.suppressionsDigest(stored) : 0;
    if (digest == 0 && left.isEmpty()) {
      rulings.delete(bytes(key));
    } else {
      rulings.put(bytes(key), RiskStores.encode(digest, left));
    }
  }

  /** Counts a signal's upsert, if somebody found out about it. */
  void count(Rulings now, Signal signal) {
    Verdict.Kind kind = now.verdicts().isEmpty() ? null : now.verdicts().of(signal);
    if (kind != null) {
      int had = signal.previousMicros() > 0 ? 1 : 0;
      int has = signal.evidenceMicros() > 0 ? 1 : 0;
      precision.add(signal, kind, has - had);
    }
  }

  /** Counts a signal as it is ruled on now, and no more as it was before. */
  void recount(Rulings before, Rulings now, Signal signal) {
    Verdict.Kind was = before.verdicts().of(signal);
    Verdict.Kind is = now.verdicts().of(signal);
    if (signal.evidenceMicros() > 0 && was != is) {
      if (was != null) {
        precision.add(signal, was, -1);
      }
      if (is != null) {
        precision.add(signal, is, 1);
      }
    }
  }

  private static Bytes bytes(String key) {
    return Bytes.wrap(key.getBytes(UTF_8));
  }
}
