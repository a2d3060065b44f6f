package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What turns evidence into risk: everything that an operator may weigh, in one value with a
 * version. A changed policy re-reads the same cells.
 *
 * @param version its name in every update, 1 to 64 characters
 * @param priorNats log-odds of a subject without evidence, −30 to 0
 * @param families one entry for each family
 * @param levels where levels begin and how they are left
 * @param scoreStep by how many points the score must move for an update, 0.1 to 100
 * @param criticality how many times likelier a target a type of subject is, 0.01 to 100; 1 if not
 *     given; a session has the criticality of its owner
 * @param criticalityOf the same for single subjects, before that of their type
 * @param conditional rules by which evidence counts more while risk is high, at most {@value
 *     #MAX_RULES}
 * @param suppressions evidence that is known to mean nothing, at most {@value #MAX_SUPPRESSIONS}
 */
public record Policy(
    String version,
    double priorNats,
    Map<Family, FamilyPolicy> families,
    LevelPolicy levels,
    double scoreStep,
    Map<SubjectType, Double> criticality,
    Map<Subject, Double> criticalityOf,
    List<ConditionalEvidence> conditional,
    List<Suppression> suppressions) {

  /** The most rules of conditional evidence. */
  public static final int MAX_RULES = 64;

  /** The most suppressions. */
  public static final int MAX_SUPPRESSIONS = 1_000;

  /**
   * What a pipeline begins with. The packaged policy file says the same, with the reason for each
   * number.
   */
  public static final Policy DEFAULT =
      new Policy(
          "default-2",
          -6,
          defaultFamilies(),
          new LevelPolicy(-2, 0, 3, 0.25, Duration.ofMinutes(5)),
          5,
          Map.of(),
          Map.of(),
          List.of(),
          List.of());

  private static final int MAX_VERSION = 64;

  /** Checks the bounds; every family must have its entry. */
  public Policy {
    if (version.isBlank() || version.length() > MAX_VERSION) {
      throw new IllegalArgumentException(
          "policy version \"%s\": must have 1 to %d characters".formatted(version, MAX_VERSION));
    }
    check("prior", priorNats, -30, 0);
    check("step of the score", scoreStep, 0.1, 100);
    for (Family family : Family.values()) {
      if (!families.containsKey(family)) {
        throw new IllegalArgumentException(
            "policy \"%s\" says nothing of family \"%s\"".formatted(version, family.wireName()));
      }
    }
    criticality.forEach((type, times) -> checkCriticality(type.wireName(), times));
    criticalityOf.forEach((subject, times) -> checkCriticality(subject.type().wireName(), times));
    families = Collections.unmodifiableMap(new EnumMap<>(families));
    criticality = Map.copyOf(criticality);
    criticalityOf = Map.copyOf(criticalityOf);
    checkSize("rules of conditional evidence", conditional.size(), MAX_RULES);
    checkSize("suppressions", suppressions.size(), MAX_SUPPRESSIONS);
    conditional = List.copyOf(conditional);
    suppressions = List.copyOf(suppressions);
  }

  /** The policy of a family. */
  public FamilyPolicy family(Family family) {
    FamilyPolicy policy = families.get(family);
    if (policy == null) {
      throw new IllegalStateException("the constructor saw to family " + family);
    }
    return policy;
  }

  /** How critical a subject is: itself, else its type; a session: its owner. */
  public double criticalityOf(Subject subject) {
    Subject decider = subject.decider();
    Double own = criticalityOf.get(decider);
    return own != null ? own : criticality.getOrDefault(decider.type(), 1.0);
  }

  /** The same under another version. */
  public Policy withVersion(String other) {
    return with(draft -> draft.version = other);
  }

  /** The same with another prior. */
  public Policy withPrior(double nats) {
    return with(draft -> draft.priorNats = nats);
  }

  /** The same with another policy of one family. */
  public Policy withFamily(Family family, FamilyPolicy policy) {
    return with(draft -> draft.families.put(family, policy));
  }

  /** The same with other levels. */
  public Policy withLevels(LevelPolicy other) {
    return with(draft -> draft.levels = other);
  }

  /** The same with another step of the score, in points. */
  public Policy withScoreStep(double points) {
    return with(draft -> draft.scoreStep = points);
  }

  /** The same with another criticality of a type. */
  public Policy withCriticality(SubjectType type, double times) {
    return with(draft -> draft.criticality.put(type, times));
  }

  /** The same with another criticality of one subject. */
  public Policy withCriticality(Subject subject, double times) {
    return with(draft -> draft.criticalityOf.put(subject, times));
  }

  /** The same with other rules of conditional evidence. */
  public Policy withConditional(List<ConditionalEvidence> rules) {
    return with(draft -> draft.conditional = rules);
  }

  /** The same with other suppressions. */
  public Policy withSuppressions(List<Suppression> others) {
    return with(draft -> draft.suppressions = others);
  }

  private Policy with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.policy();
  }

  /** A policy on its way to another. */
  private static final class Draft {
    String version;
    double priorNats;
    final Map<Family, FamilyPolicy> families;
    LevelPolicy levels;
    double scoreStep;
    final Map<SubjectType, Double> criticality;
    final Map<Subject, Double> criticalityOf;
    List<ConditionalEvidence> conditional;
    List<Suppression> suppressions;

    Draft(Policy policy) {
      version = policy.version;
      priorNats = policy.priorNats;
      families = new EnumMap<>(policy.families);
      levels = policy.levels;
      scoreStep = policy.scoreStep;
      criticality = new HashMap<>(policy.criticality);
      criticalityOf = new HashMap<>(policy.criticalityOf);
      conditional = policy.conditional;
      suppressions = policy.suppressions;
    }

    Policy policy() {
      return new Policy(
          version,
          priorNats,
          families,
          levels,
          scoreStep,
          criticality,
          criticalityOf,
          conditional,
          suppressions);
    }
  }

  static void check(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s %s: must be from %s to %s".formatted(what, value, least, most));
    }
  }

  static long micros(double nats) {
    return Math.round(nats * 1e6);
  }

  private static void checkSize(String what, int size, int most) {
    if (size > most) {
      throw new IllegalArgumentException("%d %s: there are at most %d".formatted(size, what, most));
    }
  }

  private static void checkCriticality(String whose, double times) {
    check("criticality of " + whose, times, 0.01, 100);
  }

  private static Map<Family, FamilyPolicy> defaultFamilies() {
    var families = new EnumMap<Family, FamilyPolicy>(Family.class);
    for (Family family : Family.values()) {
      int hours =
          switch (family) {
            case SESSION -> 8;
            case PLACE, DEVICE, TIME, CREDENTIAL -> 24;
            case VOLUME -> 48;
            case PRIVILEGE, CONTROL, REACH -> 72;
            case INTEL -> 168;
          };
      families.put(family, new FamilyPolicy(Duration.ofHours(hours), 7, 6, 2));
    }
    return families;
  }
}
