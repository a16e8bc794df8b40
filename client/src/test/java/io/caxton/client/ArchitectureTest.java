package io.caxton.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the house, as far as the client has them. */
class ArchitectureTest {
  private final JavaClasses client =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.caxton.client");

  @Test
  void shouldKnowNeitherServerNorStateMachineNorRatis() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.caxton.server..", "io.caxton.state..", "io.caxton.jepsen..", "org.apache.ratis..")
        .check(client);
  }

  @Test
  void shouldSpeakStatusInOneClassOnly() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.GrpcErrors(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.grpc\\.Status.*")
        .check(client);
  }

  @Test
  void shouldKeepNettyInOneClass() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Channels")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc.netty..")
        .check(client);
  }

  @Test
  void shouldBuildTheAgentOnThePublicClientAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.caxton.client.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "io.caxton.client.cli..", "io.caxton.client.bench..")
        .check(client);
  }

  @Test
  void shouldKeepTheLibraryApartFromTheProgramsThatUseIt() {
    noClasses()
        .that()
        .resideInAnyPackage("io.caxton.client", "io.caxton.client.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.caxton.client.cli..",
            "io.caxton.client.demo..",
            "io.caxton.client.bench..",
            "picocli..")
        .check(client);
  }
}
