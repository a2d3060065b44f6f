package dev.vedette.risk;

import dev.vedette.events.EventHash;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What was ruled on the evidence of one subject that decides and of its sessions: the verdicts of
 * people, and the suppressions of the policy. <em>Effective evidence</em> is what is left of a
 * signal's evidence then, all or nothing; it alone goes into the cells.
 *
 * <p>Only evidence above 0 is ever taken back, so no ruling raises risk. A confirmed signal is not
 * suppressed. A function of the signal and the rulings alone.
 *
 * @param suppressions those of the policy that may concern the subject
 * @param verdicts those on the subject
 */
public record Rulings(List<Suppression> suppressions, Verdicts verdicts) {
  /** Nothing was ruled. */
  public static final Rulings NONE = new Rulings(List.of(), Verdicts.NONE);

  /** Copies the list. */
  public Rulings {
    suppressions = List.copyOf(suppressions);
  }

  /** The rulings on a subject that decides. */
  public static Rulings of(Policy policy, Subject decider, Verdicts verdicts) {
    if (policy.suppressions().isEmpty() && verdicts.isEmpty()) {
      return NONE;
    }
    return new Rulings(
        policy.suppressions().stream()
            .filter(suppression -> suppression.who().mayConcern(decider))
            .toList(),
        verdicts);
  }

  /** Whether nothing was ruled: all evidence is effective. */
  public boolean isEmpty() {
    return suppressions.isEmpty() && verdicts.isEmpty();
  }

  /** Whether a signal's evidence above 0 is taken back. */
  public boolean withdraws(Signal signal) {
    Verdict.Kind said = verdicts.of(signal);
    return said == null
        ? suppressions.stream().anyMatch(suppression -> suppression.matches(signal))
        : said != Verdict.Kind.TRUE_POSITIVE;
  }

  /** The signal with its effective evidence, now and before. */
  public Signal effective(Signal signal) {
    if (isEmpty()
        || (signal.evidenceMicros() <= 0 && signal.previousMicros() <= 0)
        || !withdraws(signal)) {
      return signal;
    }
    return signal.with(Math.min(0, signal.evidenceMicros()), Math.min(0, signal.previousMicros()));
  }

  /** A ledger of effective evidence: signals that have none are not in it. */
  public Ledger effective(Ledger ledger) {
    return isEmpty()
        ? ledger
        : subject ->
            ledger.signals(subject).stream()
                .map(this::effective)
                .filter(signal -> signal.evidenceMicros() != 0)
                .toList();
  }

  /** What tells the suppressions apart; 0 if there are none. */
  public long suppressionsDigest() {
    return suppressions.isEmpty()
        ? 0
        : EventHash.of(suppressions.toString().getBytes(StandardCharsets.UTF_8)).high();
  }
}
