package dev.vedette.risk;

import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What enforcement points are told: a subject's risk, why, and how it will fall.
 *
 * <p>{@code logOddsMicros} is exactly the sum of the contributions' {@code micros}; {@code score =
 * 100 / (1 + exp(−logOdds))}.
 *
 * @param id deterministic: the same state change has the same id; empty if it was not published,
 *     but read
 * @param subject whose risk it is; a session names its owner
 * @param atMillis the instant that was evaluated
 * @param score 0 to 100
 * @param logOddsMicros log-odds in micro-nats
 * @param level the level now, with hysteresis
 * @param previousLevel the level of the update before
 * @param reason one sentence for a person
 * @param contributions prior, criticality and families, in that order
 * @param energies what is needed to compute the risk of a later instant
 * @param nextDueMillis when something will change by itself if nothing is seen; Long.MAX_VALUE if
 *     never
 * @param causedBy id of the event or the verdict that caused it, {@code policy} and a version if
 *     another policy did; empty if time did
 * @param policyVersion the policy that was in force
 * @param supersedes id of the subject's update that it corrects, because evidence came late or was
 *     taken back; empty if it corrects none
 * @param unscoreable ids of the detectors that could judge nothing of whom the signal behind it is
 *     about, so that the risk is at least this; null if no signal was, or none that knows
 */
public record RiskUpdate(
    String id,
    Subject subject,
    long atMillis,
    double score,
    long logOddsMicros,
    Level level,
    Level previousLevel,
    String reason,
    List<Contribution> contributions,
    List<Energy> energies,
    long nextDueMillis,
    String causedBy,
    String policyVersion,
    String supersedes,
    @Nullable List<String> unscoreable) {
  /** Copies the lists. */
  public RiskUpdate {
    contributions = List.copyOf(contributions);
    energies = List.copyOf(energies);
    unscoreable = unscoreable == null ? null : List.copyOf(unscoreable);
  }

  /** The session's id, if the subject is one. */
  public @Nullable String session() {
    return subject.type() == SubjectType.SESSION ? subject.id() : null;
  }

  /**
   * One term of the sum.
   *
   * @param name {@code prior}, {@code criticality}, or the family's wire name
   * @param micros its log-odds in micro-nats
   * @param signals the strongest of what it is made of, strongest first; with {@link #restMicros}
   *     they sum to {@code micros}
   */
  public record Contribution(String name, long micros, List<Part> signals) {
    /** Copies the list. */
    public Contribution {
      signals = List.copyOf(signals);
    }

    /**
     * What the named signals do not account for, in micro-nats: weaker signals and those that the
     * ledger no longer holds; for the prior and the criticality, all of it.
     */
    public long restMicros() {
      long rest = micros;
      for (Part part : signals) {
        rest -= part.micros();
      }
      return rest;
    }
  }

  /**
   * One signal's share of a family's contribution.
   *
   * @param subject whom the signal is about (a session's signals count for its owner)
   * @param detector the detector's id
   * @param windowStartMillis first instant of the window
   * @param micros its share now, in micro-nats, after decay and saturation
   * @param evidenceMicros its evidence as signalled
   * @param why the signal's explanation
   * @param technique ATT&amp;CK technique
   * @param events the earliest events
   */
  public record Part(
      Subject subject,
      String detector,
      long windowStartMillis,
      long micros,
      int evidenceMicros,
      String why,
      String technique,
      List<EventRef> events) {
    /** Copies the list. */
    public Part {
      events = List.copyOf(events);
    }
  }

  /**
   * A family's energy, for computing the risk of a later instant t (see {@link RiskNow}): start
   * with {@code nats} at {@code atMillis}; for each step ahead, decay to {@code min(step, t)}, add
   * the step's nats and keep the sum between 0 and {@code capNats}; decay to t. It contributes
   * {@code round(1e6 · that)} micro-nats.
   *
   * @param family the family
   * @param nats its energy at {@code atMillis}, in nats
   * @param atMillis the end of the hour of its latest cell that is over
   * @param halfLifeMillis its half-life
   * @param capNats the most energy that it holds
   * @param ahead cells whose hour is not over yet, oldest first; usually none or one
   */
  public record Energy(
      Family family,
      double nats,
      long atMillis,
      long halfLifeMillis,
      double capNats,
      List<Step> ahead) {
    /** Copies the list. */
    public Energy {
      ahead = List.copyOf(ahead);
    }

    /** The energy at an instant, in nats, decayed and with what is ahead. */
    public double natsAt(long whenMillis) {
      double energy = nats;
      long last = Math.min(atMillis, whenMillis);
      for (Step step : ahead) {
        long instant = Math.min(step.atMillis(), whenMillis);
        double before = energy == 0 ? 0 : energy * Formula.decay(instant - last, halfLifeMillis);
        energy = Formula.step(before, step.nats(), capNats);
        last = instant;
      }
      return energy * Formula.decay(whenMillis - last, halfLifeMillis);
    }
  }

  /**
   * Evidence of an hour that is not over: it counts at once and begins to decay when the hour ends.
   *
   * @param atMillis the end of its hour
   * @param nats what it adds, within the policy's bounds for an hour
   */
  public record Step(long atMillis, double nats) {}
}
