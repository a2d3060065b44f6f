package dev.vedette.risk;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses RISK =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vedette.risk");

  @Test
  void shouldKnowNothingButTheJdkAndTheVocabulary() {
    assertTrue(RISK.contain(RiskRecord.class));
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.nio.charset..",
            "org.jspecify.annotations..",
            "dev.vedette.events..",
            "dev.vedette.risk..")
        .check(RISK);
  }

  @Test
  void shouldReadNoClockAndDrawNoLots() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(System.class)))
                .and(target(nameMatching("currentTimeMillis|nanoTime|getenv|getProperty.*"))))
        .check(RISK);
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
                            "log|log10|log1p|exp|expm1|pow|sqrt|cbrt|hypot|random|a?(sin|cos|tan).*"))))
        .check(RISK);
  }

  @Test
  void shouldHoldNoMutableStatics() {
    fields().that().areStatic().should().beFinal().check(RISK);
  }
}
