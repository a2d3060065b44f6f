package dev.vedette;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house that a compiler does not know. A rule may look at packages that are still
 * empty: it waits for them.
 */
class ArchitectureTest {
  /** What Avro generates follows Avro's habits: static models, external serialisation. */
  private static final String AVRO_RECORD = "org.apache.avro.specific.SpecificRecordBase";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.vedette");

  @Test
  void shouldSeeAllModules() {
    for (String module :
        new String[] {"events", "schemas", "detectors", "risk", "simulator", "runtime"}) {
      assertTrue(
          OURS.stream().anyMatch(type -> type.getPackageName().startsWith("dev.vedette." + module)),
          () -> "no class of " + module + " was read: the rules would hold for nothing");
    }
  }

  @Test
  void shouldTellOfEveryPackage() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Path root = Path.of("src", "main", "java", "dev", "vedette");
    var missing = new ArrayList<String>();
    for (String parent : new String[] {"", "flows", "rest"}) {
      try (var packages = Files.newDirectoryStream(root.resolve(parent), Files::isDirectory)) {
        for (Path one : packages) {
          String name = one.getFileName().toString();
          if (!readme.contains("`" + name + "`") && !readme.contains("." + name + "`")) {
            missing.add(parent + "." + name);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void shouldHaveNoPackageCycles() {
    check(slices().matching("dev.vedette.(**)").should().beFreeOfCycles());
  }

  @Test
  void shouldKeepAvroInTheWirePackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.vedette.wire..", "dev.vedette.schemas..")
            .and()
            .doNotHaveFullyQualifiedName("dev.vedette.client.UpdateReader")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.avro..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo("org.apache.avro.generic.GenericContainer")
            .because("the wire format is not the domain model"));
  }

  @Test
  void shouldReadTheEnvironmentInTheCommandLineOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.vedette.app..")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("settings are parsed once, at the edge"));
  }

  @Test
  void shouldEndTheProcessInMainClassesOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.vedette.app..", "dev.vedette.bench..")
            .and()
            .doNotHaveFullyQualifiedName("dev.vedette.runtime.broker.BrokerProcess")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void shouldHaveNoMutableStatics() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfGenerated())
            .should()
            .beFinal());
    for (Class<?> mutable :
        new Class<?>[] {
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          ConcurrentHashMap.class,
          HashMap.class,
          ArrayList.class,
          StringBuilder.class
        }) {
      check(noFields().that().areStatic().should().haveRawType(mutable));
    }
  }

  @Test
  void shouldOpenKafkaStreamsInTheRuntimeOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.vedette.runtime..", "dev.vedette.bench..", "dev.vedette.replay..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.streams.KafkaStreams"));
  }

  @Test
  void shouldBuildStoresInFlowsAndTopologyOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.vedette.flows..",
                "dev.vedette.topology..",
                "dev.vedette.runtime..",
                "dev.vedette.bench..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.streams\\.state\\.Store(s|Builder)"));
  }

  @Test
  void shouldKnowTheBrokersInsidesInOnePlace() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.vedette.runtime.broker..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "kafka..",
                    "org.apache.kafka.metadata..",
                    "org.apache.kafka.raft..",
                    "org.apache.kafka.server..",
                    "scala..")));
  }

  @Test
  void shouldKeepFlowsAwayFromWhatRunsThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.vedette.flows..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.vedette.app..",
                    "dev.vedette.runtime..",
                    "dev.vedette.rest..",
                    "dev.vedette.replay..",
                    "dev.vedette.bench..")));
  }

  /** Stages meet on topics. Ingest alone reads what prevalence counts. */
  @Test
  void shouldKeepBehaviourAndRiskApartFromOtherStages() {
    for (String stage : new String[] {"behaviour", "risk"}) {
      check(
          noClasses()
              .that()
              .resideInAPackage("dev.vedette.flows." + stage + "..")
              .should()
              .dependOnClassesThat(
                  resideInAPackage("dev.vedette.flows.*..")
                      .and(not(resideInAPackage("dev.vedette.flows." + stage + "..")))));
    }
  }

  @Test
  void shouldKeepTheSimulatorBlindForDetection() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.vedette.simulator..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.vedette..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "dev.vedette.simulator..", "dev.vedette.events..")))));
  }

  @Test
  void shouldNotUseJavaSerialisation() {
    check(
        noClasses()
            .that(not(assignableTo(AVRO_RECORD)))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class));
  }

  private static DescribedPredicate<JavaClass> resideOutsideOfGenerated() {
    return not(assignableTo(AVRO_RECORD));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }
}
