package dev.vedette.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vedette.simulator");

  @Test
  void shouldKnowEventsAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.vedette.simulator..",
            "dev.vedette.events..",
            "java..",
            "org.jspecify..",
            "com.fasterxml.jackson.core..")
        .check(OURS);
  }

  @Test
  void shouldTakeChanceOnlyFromDiceAndNoTimeFromTheClock() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.Dice")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*")
        .check(OURS);
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(OURS);
  }
}
