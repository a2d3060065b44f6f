package dev.vedette;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.vedette.detectors.Detector;
import dev.vedette.events.AccessEvent;
import dev.vedette.risk.RiskRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What computes results is a function of its arguments: no clock, no chance, no I/O, the same bits
 * on every machine, and few libraries.
 */
class PurityTest {
  private static final Pure EVENTS =
      Pure.of(AccessEvent.class, "java..", "com.fasterxml.jackson.core..", "dev.vedette.events..");
  private static final Pure DETECTORS =
      Pure.of(
          Detector.class,
          "java.lang..",
          "java.util..",
          "java.time..",
          "dev.vedette.events..",
          "dev.vedette.detectors..");
  private static final Pure RISK =
      Pure.of(
          RiskRecord.class,
          "java.lang..",
          "java.util..",
          "java.time..",
          "java.nio.charset..",
          "dev.vedette.events..",
          "dev.vedette.risk..");

  /** A module that computes results, and the packages that it may know. */
  record Pure(JavaClasses classes, List<String> known) {
    static Pure of(Class<?> one, String... known) {
      JavaClasses classes =
          new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages(one.getPackageName());
      assertTrue(classes.contain(one), "no class was read: the rules would hold for nothing");
      return new Pure(classes, List.of(known));
    }

    @Override
    public String toString() {
      return known.getLast();
    }
  }

  static List<Pure> modules() {
    return List.of(EVENTS, DETECTORS, RISK);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldKnowFewLibraries(Pure module) {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(module.known.toArray(String[]::new))
                .or(resideInAnyPackage("org.jspecify.annotations..")))
        .check(module.classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldReadNoClock(Pure module) {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(type(System.class)))
                .and(
                    target(
                        nameMatching(
                            "currentTimeMillis|nanoTime|getenv|getProperty.*|identityHashCode"))))
        .orShould()
        .callMethodWhere(
            target(owner(resideInAnyPackage("java.time.."))).and(target(nameMatching("now"))))
        .orShould()
        .dependOnClassesThat(assignableTo(Clock.class))
        .check(module.classes);
  }

  @Test
  void shouldReckonRiskInMillisecondsOnly() {
    noClasses().should().dependOnClassesThat(type(Instant.class)).check(RISK.classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldDrawNoLots(Pure module) {
    noClasses()
        .should()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.Random|java\\.util\\.concurrent\\.ThreadLocalRandom"
                + "|java\\.security\\.SecureRandom")
        .check(module.classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldComputeTheSameBitsEverywhere(Pure module) {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(type(Math.class)))
                .and(
                    target(
                        nameMatching(
                            "log|log10|log1p|exp|expm1|pow|sqrt|cbrt|hypot|a?(sin|cos|tan).*"))))
        .because("Math may differ between machines in the last bit, StrictMath may not")
        .check(module.classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldTouchNothingOutside(Pure module) {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.net.http..", "java.util.logging.."))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.File.*|java\\.net\\.(Server|Datagram)?Socket|java\\.lang\\.Thread")
        .check(module.classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldHaveNoMutableStatics(Pure module) {
    fields().that().areStatic().should().beFinal().check(module.classes);
  }
}
