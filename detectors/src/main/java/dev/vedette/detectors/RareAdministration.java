package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Rare administrative action: a principal administers (accounts, credentials, policies,
 * configuration) in a way that it never did; the fewer of its peers, or of the tenant, do so, the
 * more that says ({@link RareDeed}).
 *
 * <p>Sees actions of the kinds administration, account created or locked, credential changed. What
 * has a detector of its own (grants, consent, logging switched off, second factors) is left to it.
 * Learns, remembers and is bounded as {@link RareDeed} says.
 */
public final class RareAdministration extends RareDeed {
  /**
   * Priors, to be calibrated on training seeds of the simulator. The factor is greater than that of
   * other kinds: there are many administrative actions, and everybody changes a password now and
   * then.
   */
  private static final Priors PRIORS = new Priors(5, 20, 60, 0.05);

  private static final Set<ActionKind> KINDS =
      EnumSet.of(
          ActionKind.ADMINISTRATION,
          ActionKind.ACCOUNT_CREATE,
          ActionKind.ACCOUNT_LOCK,
          ActionKind.CREDENTIAL_CHANGE);

  /** Judges by its priors. */
  public RareAdministration() {
    super(PRIORS);
  }

  @Override
  public String id() {
    return "rare-administration";
  }

  @Override
  public Family family() {
    return Family.PRIVILEGE;
  }

  @Override
  public String technique() {
    return "T1098";
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  boolean isDeed(Observation observation) {
    ActionKind kind = observation.detail().kind();
    return kind != null && KINDS.contains(kind);
  }

  @Override
  String why(Deed deed, int days, boolean others) {
    return "first administrative action %s%s in %d days%s%s"
        .formatted(
            deed.name(),
            deed.failed() ? " (failed)" : "",
            days,
            deed.rarity(),
            others ? ", and others" : "");
  }

  @Override
  public About about() {
    return new About(
        "Rare administrative action",
        "A principal administers accounts, credentials, policies or configuration in a way that it"
            + " never did; the fewer of its peers do so, the more that says.",
        "Actions of the kinds administration, account created or locked, credential changed; "
            + PRIORS.learningDays()
            + " active days (UTC) without suspicion. How rare an action is among peers needs the"
            + " directory, in the tenant the second day after it was counted.",
        "`department` in the directory, or learned peer groups: what colleagues"
            + " administer is no news. For a new duty a verdict `benign_expected` for"
            + " `rare-administration`, which teaches at once.",
        List.of(
            "a new administrator, a new duty, a new tool that administers",
            "what is done once a year",
            "a source that begins to report another kind of action"));
  }
}
