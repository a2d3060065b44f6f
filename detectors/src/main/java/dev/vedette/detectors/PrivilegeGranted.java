package dev.vedette.detectors;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Detail;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Privilege granted: a principal gives a right, a role or a membership in a way that it never did;
 * the fewer of its peers, or of the tenant, do so, the more that says ({@link RareDeed}). To grant
 * to oneself is a deed of its own, whatever one grants to others. The account that was given it is
 * implicated with half the evidence, at most {@value #MOST_IMPLIED_MICROS} micro-nats.
 *
 * <p>Sees actions of the kind privilege grant. Learns, remembers and is bounded as {@link RareDeed}
 * says.
 */
public final class PrivilegeGranted extends RareDeed {
  /** Priors, to be calibrated on training seeds of the simulator. */
  private static final Priors PRIORS = new Priors(5, 20, 8, 0.05);

  private static final int MOST_IMPLIED_MICROS = 2_000_000;
  private static final int MAX_IMPLIED = 4;
  private static final long TO_ITSELF = Hash64.of("to itself");

  /** Judges by its priors. */
  public PrivilegeGranted() {
    super(PRIORS);
  }

  @Override
  public String id() {
    return "privilege-granted";
  }

  @Override
  public Family family() {
    return Family.PRIVILEGE;
  }

  @Override
  public String technique() {
    return "T1098.003";
  }

  @Override
  public Set<SubjectType> subjects() {
    return Set.of(SubjectType.USER, SubjectType.SERVICE);
  }

  @Override
  boolean isDeed(Observation observation) {
    return observation.detail().kind() == ActionKind.PRIVILEGE_GRANT;
  }

  @Override
  long key(Observation observation) {
    long action = Hash64.of(observation.action());
    return isToItself(observation) ? Hash64.mix(action + TO_ITSELF) : action;
  }

  private static boolean isToItself(Observation observation) {
    return observation.subject().id().equals(observation.target());
  }

  @Override
  @Nullable Subject target(Observation observation) {
    SubjectType type = isToItself(observation) ? null : typeOf(observation.detail());
    String id = observation.target();
    if (type == null || id == null || id.isEmpty() || id.length() > Deed.MAX_TARGET_CHARS) {
      return null;
    }
    Subject target = Subject.of(observation.subject().tenant(), type, id);
    return SubjectKey.encode(target).length() <= Deed.MAX_TARGET_CHARS ? target : null;
  }

  private static @Nullable SubjectType typeOf(Detail detail) {
    String type = detail.targetType();
    return type == null
        ? null
        : switch (type.toLowerCase(Locale.ROOT)) {
          case "user", "account", "member", "iam_user", "person" -> SubjectType.USER;
          case "service",
              "service_account",
              "serviceaccount",
              "service_principal",
              "serviceprincipal" ->
              SubjectType.SERVICE;
          default -> null;
        };
  }

  @Override
  String why(Deed deed, int days, boolean others) {
    return "first grant of a privilege by %s%s in %d days%s%s"
        .formatted(
            deed.name(),
            deed.failed() ? " (failed)" : "",
            days,
            deed.rarity(),
            others ? ", and other first grants" : "");
  }

  @Override
  List<Judgement.Implication> implications(List<Deed> news, int micros) {
    int half = Evidence.micros(Math.min(MOST_IMPLIED_MICROS, micros / 2) / 1e6);
    if (half == 0) {
      return List.of();
    }
    var implications = new LinkedHashMap<Subject, Judgement.Implication>();
    for (Deed deed : news.stream().sorted(Comparator.comparing(Deed::first)).toList()) {
      Subject target = deed.target();
      if (target != null && !deed.failed() && implications.size() < MAX_IMPLIED) {
        String why = "was given a privilege by %s, unusual for who gave it".formatted(deed.name());
        implications.putIfAbsent(
            target, new Judgement.Implication(target, half, why, List.of(deed.first())));
      }
    }
    return List.copyOf(implications.values());
  }

  @Override
  public About about() {
    return new About(
        "Privilege granted",
        "A principal gives a right, a role or a membership in a way that it never did; the fewer of"
            + " its peers do so, the more that says. Who was given it is implicated.",
        "Actions of the kind privilege grant, `target` for the account that is given it; "
            + PRIORS.learningDays()
            + " active days (UTC) without suspicion. How rare an action is among peers needs the"
            + " directory, in the tenant the second day after it was counted.",
        "`department` in the directory, or learned peer groups: what colleagues grant is"
            + " no news. A suppression of `privilege-granted` for the account that provisions"
            + " roles. Actions are known by their"
            + " names (`action-kinds.txt`); a mapping can give a source's actions such names.",
        List.of(
            "a new administrator, or a new duty of an old one",
            "a program that begins to hand out roles",
            "the first month of a source that reports grants"));
  }
}
