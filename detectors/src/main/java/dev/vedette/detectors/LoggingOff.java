package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.List;
import java.util.Set;

/**
 * Logging off: a principal switches logging, auditing or protection off, narrows or clears it, in a
 * way that it never did ({@link RareDeed}). So few ever do that it says much even where nobody
 * knows how rare it is, and from the first day on.
 *
 * <p>Sees actions of the kind logging off, also those that failed. Learns, remembers and is bounded
 * as {@link RareDeed} says; it takes no memory for who never does it.
 */
public final class LoggingOff extends RareDeed {
  /**
   * Priors, to be calibrated on training seeds of the simulator: one in 200 principals does so for
   * the first time on a day on which nothing is known of anybody.
   */
  private static final Priors PRIORS = new Priors(0, 10, 2, 0.005);

  /** Judges by its priors. */
  public LoggingOff() {
    super(PRIORS);
  }

  @Override
  public String id() {
    return "logging-off";
  }

  @Override
  public Family family() {
    return Family.CONTROL;
  }

  @Override
  public String technique() {
    return "T1562";
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  boolean isDeed(Observation observation) {
    return observation.detail().kind() == ActionKind.LOGGING_OFF;
  }

  @Override
  String why(Deed deed, int days, boolean others) {
    return "logging or protection switched off or narrowed by %s%s, the first time%s%s"
        .formatted(
            deed.name(),
            deed.failed() ? " (failed)" : "",
            deed.rarity(),
            others ? ", and in other ways" : "");
  }

  @Override
  public About about() {
    return new About(
        "Logging off",
        "A principal switches logging, auditing or protection off, narrows or clears it, in a way"
            + " that it never did.",
        "Actions of the kind logging off; it judges from the first day, against a prior, and more"
            + " sharply once it is known how rare the action is.",
        "A suppression of `logging-off` for the account of a tool that builds and removes"
            + " environments. Nothing for people: it is meant to be looked at.",
        List.of(
            "a log that is moved, or a service that is closed down, by who owns it",
            "a program that sets up and tears down whole environments, the first time"));
  }
}
