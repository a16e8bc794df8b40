package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.Agent;
import io.caxton.client.agent.FinalFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.SagaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/sagas.md as it stands there, and what an operator does with a held one. */
class SagaExampleTest {
  private static final Path HOME = Path.of(System.getProperty("caxton.home", ".."));
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @RegisterExtension final Clusters clusters = new Clusters();

  private Cli cli;
  private CaxtonClient client;
  private String addresses;

  @BeforeEach
  void start() {
    TestCluster cluster = clusters.of(1).start();
    cli = new Cli(clusters.folder());
    addresses = "--addresses=" + String.join(",", cluster.clientAddresses());
    client = clusters.closing(cluster.client());
  }

  private Cli.Result caxton(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(addresses);
    return cli.run(all);
  }

  private void awaitSaga(String id, SagaState state) {
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                CaxtonException.join(client.sagas().get(id, ReadOptions.getDefaultInstance()))
                        .getSaga()
                        .getState()
                    == state);
  }

  @Test
  void shouldDoWhatTheDocumentShows() throws IOException {
    String document = Files.readString(HOME.resolve("docs/sagas.md"));
    List<String> shown =
        document
            .split("<!-- example: (begin|end) -->")[1]
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("```"))
            .toList();
    try (Agent worker = TripAgent.start(client)) {
      String said = "";
      for (String line : shown) {
        if (line.startsWith("$ bin/caxton ")) {
          said = caxton(words(line.substring("$ bin/caxton ".length()))).succeeded().output();
          if (line.contains("submit")) {
            awaitSaga("trip-17", SagaState.SAGA_STATE_FAILED);
          }
        } else {
          assertThat(said.lines().map(SagaExampleTest::normal)).as(said).contains(normal(line));
        }
      }
      assertThat(said).contains("trip-17");
    }
  }

  @Test
  void shouldShowTheWorkerThatItRunsWith() throws IOException {
    String code =
        Files.readString(
            HOME.resolve("jepsen-tests/src/test/java/io/caxton/jepsen/TripAgent.java"));
    String shown = Files.readString(HOME.resolve("docs/sagas.md")).split("```(java)?\n")[3];
    assertThat(shown).contains("travel-desk");
    assertThat(code).contains(shown);
  }

  @Test
  void shouldHoldAndResolveByName() {
    try (Agent worker =
        Agent.builder(client)
            .id("stubborn")
            .queues("q")
            .handler(
                task -> {
                  if (!task.payload().toStringUtf8().equals("fine")) {
                    throw new FinalFailure("broken");
                  }
                  return ByteString.EMPTY;
                })
            .start()) {
      caxton(List.of("saga", "submit", "--id=s", "--step=q=fine", "--undo=q=bad", "--step=q=bad"))
          .succeeded();
      Awaitility.await()
          .atMost(Clusters.PATIENCE)
          .until(() -> caxton(List.of("saga", "list", "--held")).output().contains("step 1 HELD"));
    }
    assertThat(caxton(List.of("saga", "resolve", "s", "--step=2", "--as=done")).output())
        .contains("NOT_HELD");
    assertThat(caxton(List.of("saga", "resolve", "s", "--as=done")).exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(
            caxton(List.of("saga", "resolve", "s", "--step=1", "--as=done")).succeeded().output())
        .contains("s/1/undo is COMPLETED");
    awaitSaga("s", SagaState.SAGA_STATE_FAILED);
    assertThat(caxton(List.of("saga", "cancel", "s")).output()).contains("SAGA_FINISHED");
    CaxtonException failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            CaxtonException.class,
            () ->
                CaxtonException.join(client.sagas().resolve("s", 1, Resolution.RESOLUTION_RETRY)));
    assertThat(failure.reason()).isEqualTo(io.caxton.v1.ErrorReason.NOT_HELD);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(Stream.of(word.group(1), word.group(2)).filter(w -> w != null).findFirst().get());
    }
    return words;
  }

  private static String normal(String line) {
    return line.strip().replaceAll("\\s+", " ");
  }
}
