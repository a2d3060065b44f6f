package dev.vedette.detectors;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Detection is a function of the observations: no clock, no chance, no I/O, no Kafka or Avro. */
class PurityTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.vedette.detectors");

  @Test
  void shouldKnowFewLibraries() {
    assertFalse(OURS.isEmpty());
    noClasses()
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.vedette.events..", "dev.vedette.detectors..")))
        .check(OURS);
  }

  @Test
  void shouldDependOnNoClockAndNoChance() {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(System.class)))
                .and(
                    target(
                        nameMatching(
                            "currentTimeMillis|nanoTime|getenv|getProperty|identityHashCode"))))
        .orShould()
        .callMethodWhere(
            target(owner(resideInAnyPackage("java.time.."))).and(target(nameMatching("now"))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class)
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom")
        .check(OURS);
  }

  @Test
  void shouldComputeTheSameBitsEverywhere() {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(Math.class)))
                .and(
                    target(
                        nameMatching(
                            "log|log10|log1p|exp|expm1|pow|sin|cos|tan|a?sinh?|a?cosh?|a?tanh?|atan2|hypot|cbrt"))))
        .because("Math may differ between machines in the last bit, StrictMath may not")
        .check(OURS);
  }

  @Test
  void shouldTouchNothingOutside() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.net.http..", "java.util.logging.."))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.File.*|java\\.net\\.(Server|Datagram)?Socket|java\\.lang\\.Thread")
        .check(OURS);
  }

  @Test
  void shouldHaveNoMutableStatics() {
    fields().that().areStatic().should().beFinal().check(OURS);
  }
}
