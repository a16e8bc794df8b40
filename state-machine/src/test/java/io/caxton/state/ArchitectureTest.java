package io.caxton.state;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The walls of this module: what the core may not see. */
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> SNAPSHOTS =
      resideInAPackage("io.caxton.state.snapshot..");

  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.caxton.state");

  @Test
  void shouldKnowNeitherRaftNorGrpcNorAnyOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.apache.ratis..",
                "io.grpc..",
                "io.caxton.server..",
                "io.caxton.client..",
                "io.caxton.jepsen.."))
        .check(core);
  }

  @Test
  void shouldUseMapDbInOnePackageOnly() {
    noClasses()
        .that(DescribedPredicate.not(SNAPSHOTS))
        .should()
        .dependOnClassesThat(resideInAPackage("org.mapdb.."))
        .check(core);
  }

  @Test
  void shouldHaveNoClockNoRandomnessAndNoThreadWhereItApplies() {
    noClasses()
        .that(DescribedPredicate.not(SNAPSHOTS))
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.assignableTo(Clock.class)
                .or(JavaClass.Predicates.assignableTo(Instant.class))
                .or(JavaClass.Predicates.assignableTo(Random.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class))
                .or(JavaClass.Predicates.assignableTo(java.util.concurrent.Executor.class))
                .or(resideInAPackage("java.util.concurrent"))
                .or(resideInAPackage("java.util.concurrent.locks"))
                .or(resideInAPackage("java.util.random"))
                .or(resideInAPackage("java.io").and(DescribedPredicate.not(exception())))
                .or(resideInAPackage("java.nio.file..")))
        .check(core);
    noClasses()
        .that(DescribedPredicate.not(SNAPSHOTS))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(core);
  }

  /** Words of refusals are stored: they must not depend on where a node was installed. */
  @Test
  void shouldFormatInNoLocaleOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .check(core);
  }

  @Test
  void shouldKeepItsHandlersAndTablesFreeOfEverythingAbove() {
    classes()
        .that()
        .resideInAnyPackage(
            "io.caxton.state.core..",
            "io.caxton.state.table..",
            "io.caxton.state.time..",
            "io.caxton.state.task..",
            "io.caxton.state.agent..",
            "io.caxton.state.route..",
            "io.caxton.state.schedule..",
            "io.caxton.state.journal..",
            "io.caxton.state.checkpoint..",
            "io.caxton.state.recovery..",
            "io.caxton.state.session..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "io.caxton.state.snapshot..",
                    "io.caxton.state.read..",
                    "io.caxton.state.check..",
                    "io.caxton.state.bench..")))
        .check(core);
  }

  private static DescribedPredicate<JavaClass> exception() {
    return JavaClass.Predicates.assignableTo(Throwable.class);
  }
}
