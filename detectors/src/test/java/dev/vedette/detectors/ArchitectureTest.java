package dev.vedette.detectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Detectors are pure: the JDK without clock, I/O, randomness and threads, and our vocabulary. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vedette.detectors");

  @Test
  void shouldKnowOnlyTheJdkAndTheVocabulary() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.util..",
            "java.time..",
            "dev.vedette.events..",
            "dev.vedette.detectors..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoClockAndNoChance() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CLASSES);
    noClasses().should().callMethod(Instant.class, "now").check(CLASSES);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    noClasses().should().callMethod(System.class, "nanoTime").check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(CLASSES);
  }

  @Test
  void shouldComputeTheSameDoublesEverywhere() {
    for (String method : new String[] {"log", "log1p", "exp", "expm1"}) {
      noClasses().should().callMethod(Math.class, method, double.class).check(CLASSES);
    }
    noClasses().should().callMethod(Math.class, "pow", double.class, double.class).check(CLASSES);
  }
}
