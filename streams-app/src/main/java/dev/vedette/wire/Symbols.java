package dev.vedette.wire;

import dev.vedette.events.Category;
import dev.vedette.events.Family;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;

/**
 * Enums of the domain and of the contract by their ordinals, which are the same (a test holds them
 * to that), without a look-up by name for each record.
 */
@SuppressWarnings("EnumOrdinal")
final class Symbols {
  private static final Category[] CATEGORIES = Category.values();
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final SubjectType[] SUBJECT_TYPES = SubjectType.values();
  private static final Family[] FAMILIES = Family.values();
  private static final Level[] LEVELS = Level.values();

  private static final dev.vedette.schemas.Category[] WIRE_CATEGORIES =
      dev.vedette.schemas.Category.values();
  private static final dev.vedette.schemas.Outcome[] WIRE_OUTCOMES =
      dev.vedette.schemas.Outcome.values();
  private static final dev.vedette.schemas.SubjectType[] WIRE_SUBJECT_TYPES =
      dev.vedette.schemas.SubjectType.values();
  private static final dev.vedette.schemas.PrincipalType[] WIRE_PRINCIPAL_TYPES =
      dev.vedette.schemas.PrincipalType.values();
  private static final dev.vedette.schemas.Family[] WIRE_FAMILIES =
      dev.vedette.schemas.Family.values();
  private static final dev.vedette.schemas.Level[] WIRE_LEVELS = dev.vedette.schemas.Level.values();

  /** How many categories there are on the wire. */
  static final int CATEGORY_COUNT = WIRE_CATEGORIES.length;

  /** How many outcomes there are on the wire. */
  static final int OUTCOME_COUNT = WIRE_OUTCOMES.length;

  /** How many types of subjects there are on the wire. */
  static final int SUBJECT_TYPE_COUNT = WIRE_SUBJECT_TYPES.length;

  /** How many types of principals there are on the wire: the first types of subjects. */
  static final int PRINCIPAL_TYPE_COUNT = WIRE_PRINCIPAL_TYPES.length;

  private Symbols() {}

  /** What stands for a constant of the domain on the wire. */
  static int number(Enum<?> constant) {
    return constant.ordinal();
  }

  static Category category(int ordinal) {
    return CATEGORIES[ordinal];
  }

  static Outcome outcome(int ordinal) {
    return OUTCOMES[ordinal];
  }

  static SubjectType subjectType(int ordinal) {
    return SUBJECT_TYPES[ordinal];
  }

  static Category category(dev.vedette.schemas.Category category) {
    return CATEGORIES[category.ordinal()];
  }

  static Outcome outcome(dev.vedette.schemas.Outcome outcome) {
    return OUTCOMES[outcome.ordinal()];
  }

  static SubjectType subjectType(dev.vedette.schemas.SubjectType type) {
    return SUBJECT_TYPES[type.ordinal()];
  }

  static SubjectType subjectType(dev.vedette.schemas.PrincipalType type) {
    return SUBJECT_TYPES[type.ordinal()];
  }

  static Family family(dev.vedette.schemas.Family family) {
    return FAMILIES[family.ordinal()];
  }

  static Level level(dev.vedette.schemas.Level level) {
    return LEVELS[level.ordinal()];
  }

  static dev.vedette.schemas.Category wire(Category category) {
    return WIRE_CATEGORIES[category.ordinal()];
  }

  static dev.vedette.schemas.Outcome wire(Outcome outcome) {
    return WIRE_OUTCOMES[outcome.ordinal()];
  }

  static dev.vedette.schemas.SubjectType wire(SubjectType type) {
    return WIRE_SUBJECT_TYPES[type.ordinal()];
  }

  static dev.vedette.schemas.PrincipalType wirePrincipal(SubjectType type) {
    if (!type.isPrincipal()) {
      throw new IllegalArgumentException(type.wireName() + " is no principal");
    }
    return WIRE_PRINCIPAL_TYPES[type.ordinal()];
  }

  static dev.vedette.schemas.Family wire(Family family) {
    return WIRE_FAMILIES[family.ordinal()];
  }

  static dev.vedette.schemas.Level wire(Level level) {
    return WIRE_LEVELS[level.ordinal()];
  }
}
