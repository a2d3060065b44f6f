package dev.vedette.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.vedette");

  @Test
  void shouldKnowSmileInOnePackage() {
    assertTrue(ALL.contain(Train.class));
    assertTrue(ALL.contain("dev.vedette.topology.SecurityTopology"));
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vedette.training.smile..")
        .and()
        .doNotHaveFullyQualifiedName("dev.vedette.training.IsolationForestCommand")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("smile..")
        .check(ALL);
  }

  @Test
  void shouldBeKnownToNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vedette.training..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.vedette.training..")
        .check(ALL);
  }

  @Test
  void shouldKnowNeitherFlowsNorKafka() {
    noClasses()
        .that()
        .resideInAPackage("dev.vedette.training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..",
            "dev.vedette.app..",
            "dev.vedette.flows..",
            "dev.vedette.models..",
            "dev.vedette.runtime..",
            "dev.vedette.schemas..",
            "dev.vedette.sources..",
            "dev.vedette.simulator..",
            "dev.vedette.topology..",
            "org.duckdb..")
        .check(ALL);
  }

  @Test
  void shouldHaveNoPackageCycles() {
    SlicesRuleDefinition.slices().matching("dev.vedette.(**)").should().beFreeOfCycles().check(ALL);
  }
}
