package dev.vedette.flows.behaviour;

import dev.vedette.detectors.behaviour.Finding;
import dev.vedette.risk.Verdict;

/** What a verdict means for what windows teach. */
public final class VerdictFindings {
  private VerdictFindings() {}

  /** The finding behind a verdict: an attack teaches nothing, what was none makes not suspect. */
  public static Finding of(Verdict verdict) {
    return new Finding(
        verdict.id(),
        switch (verdict.kind()) {
          case TRUE_POSITIVE -> Finding.Kind.CONFIRMED;
          case FALSE_POSITIVE, BENIGN_EXPECTED -> Finding.Kind.CLEARED;
        },
        verdict.detector(),
        verdict.windowStartMillis(),
        verdict.untilMillis(),
        verdict.atMillis());
  }
}
