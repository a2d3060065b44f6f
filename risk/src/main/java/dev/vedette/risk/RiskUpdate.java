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
 * @param id deterministic: the same state change has the same id
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
 * @param causedBy id of the event that caused it; empty if time did
 * @param policyVersion the policy that was in force
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
    String policyVersion) {
  /** Copies the lists. */
  public RiskUpdate {
    contributions = List.copyOf(contributions);
    energies = List.copyOf(energies);
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
   * @param signals what it is made of, strongest first; their micros sum to {@code micros} unless
   *     {@code micros} also holds older signals
   */
  public record Contribution(String name, long micros, List<Part> signals) {
    /** Copies the list. */
    public Contribution {
      signals = List.copyOf(signals);
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
   * A family's energy at the end of its latest hour: at a later instant t it contributes {@code
   * round(1e6 · nats · 2^(−max(0, t − atMillis) / halfLife))} micro-nats.
   *
   * @param family the family
   * @param nats its energy, in nats
   * @param atMillis the instant of that energy: the end of its latest cell's hour
   * @param halfLifeMillis its half-life
   */
  public record Energy(Family family, double nats, long atMillis, long halfLifeMillis) {}
}
