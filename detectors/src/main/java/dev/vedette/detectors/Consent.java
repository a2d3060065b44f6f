package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.List;
import java.util.Set;

/**
 * Unusual consent: a user lets an application act for it that it never let, or an application is
 * given consent for the first time; the fewer in the tenant ever consent to anything, the more that
 * says ({@link RareDeed}).
 *
 * <p>Sees actions of the kind consent. For a user the deed is the application, the resource or else
 * the target of the event; for a resource it is that anybody consents to it at all, so a roll-out
 * is paid for once. Learns, remembers and is bounded as {@link RareDeed} says; it takes no memory
 * for who never consents.
 */
public final class Consent extends RareDeed {
  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final Priors PRIORS = new Priors(0, 10, 4, 0.03);

  private static final long ANYBODY = Hash64.of("anybody");

  /** Judges by its priors. */
  public Consent() {
    super(PRIORS);
  }

  @Override
  public String id() {
    return "consent";
  }

  @Override
  public Family family() {
    return Family.PRIVILEGE;
  }

  @Override
  public String technique() {
    return "T1528";
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.RESOURCE);
  }

  @Override
  boolean isDeed(Observation observation) {
    return observation.detail().kind() == ActionKind.CONSENT;
  }

  @Override
  long key(Observation observation) {
    if (observation.subject().type() == SubjectType.RESOURCE) {
      return ANYBODY;
    }
    String application =
        observation.resource() != null ? observation.resource() : observation.target();
    return application == null ? Hash64.of(observation.action()) : Hash64.of(application);
  }

  @Override
  String why(Deed deed, int days, boolean others) {
    return "consent to an application, %s%s, for the first time%s%s"
        .formatted(
            deed.name(),
            deed.failed() ? " (failed)" : "",
            deed.rarity(),
            others ? ", and to others" : "");
  }

  @Override
  public About about() {
    return new About(
        "Unusual consent",
        "A user lets an application act for it that it never let, or an application is given consent"
            + " for the first time; the rarer consent is in the tenant, the more that says.",
        "Actions of the kind consent with the application as `resource` or `target`; it judges from"
            + " the first day, and more sharply once it is known how rare consent is.",
        "For a roll-out a suppression of `consent` for the application (a `resource`) and"
            + " for the users who are asked, in its days. A mapping has to name the"
            + " application as `resource` or `target`.",
        List.of(
            "the roll-out of a new application to everybody",
            "a new starter who signs in to many applications for the first time",
            "a developer who tries out applications"));
  }
}
