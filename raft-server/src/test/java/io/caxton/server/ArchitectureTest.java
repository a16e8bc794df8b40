package io.caxton.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the house, as far as the server has them. */
class ArchitectureTest {
  private final JavaClasses server =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.caxton.server");

  @Test
  void shouldKnowRatisInOnePackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.caxton.server.ratis")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.ratis..")
        .check(server);
  }

  @Test
  void shouldKeepThePortFreeOfWhatIsBehindIt() {
    noClasses()
        .that()
        .resideInAPackage("io.caxton.server.consensus")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.caxton.server.ratis..", "io.caxton.state..")
        .check(server);
  }

  @Test
  void shouldKnowNoClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.caxton.client..", "io.caxton.jepsen..")
        .check(server);
  }

  @Test
  void shouldSpeakStatusInOneClassOnly() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.GrpcErrors(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.grpc\\.Status.*")
        .check(server);
  }
}
