package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demos as processes of their own; the first on a folder of a few odd files. */
@Tag("slow")
class DemoTest {
  private static final int MINUTES_MAX = 10;

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldIndexEachFileOnceThroughKillsAndLeaveNothingBehind()
      throws IOException, InterruptedException {
    // given
    Path input = Files.createDirectory(clusters.folder().resolve("input"));
    Path temporary = Files.createDirectory(clusters.folder().resolve("tmp"));
    Files.createFile(input.resolve("empty"));
    Files.writeString(input.resolve("two words"), "a b\n");
    Files.writeString(input.resolve("new\nline\tü"), "no newline at the end");
    Files.writeString(input.resolve("large"), "0123456789abcde\n".repeat(200_000));
    Files.createDirectory(input.resolve("folder"));
    Files.writeString(input.resolve("folder/deep"), "x");
    Files.createSymbolicLink(input.resolve("link"), input.resolve("large"));
    Path out = clusters.folder().resolve("out.tsv");

    // when
    JsonObject report =
        report(temporary, "--input=" + input, "--agents=3", "--seed=1", "--json", "--out=" + out);

    // then
    assertThat(report.get("files").getAsInt()).isEqualTo(5);
    for (String none : List.of("mismatches", "lost", "duplicates")) {
      assertThat(report.get(none).getAsInt()).as(none).isZero();
    }
    assertThat(report.get("agents_killed").getAsInt()).isGreaterThanOrEqualTo(3);
    assertThat(report.get("leaders_killed").getAsInt()).isGreaterThanOrEqualTo(2);
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(5);
    assertThat(lines.getLast())
        .startsWith(
            "two words\t01186fcf04b4b447f393e552964c08c7b419c1ad7a25c342a0b631b1967d3a27\t");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void shouldCountExactlyAHundredWhereverTheAgentIsKilled()
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(clusters.folder().resolve("tmp"));
    long seed = System.nanoTime() % 1_000_000;
    System.out.println("demo hundred --seed " + seed);

    JsonObject report = report(temporary, "hundred", "--json", "--seed=" + seed);

    int steps = report.get("steps").getAsJsonArray().size();
    assertThat(steps).isGreaterThan(10);
    assertThat(report.get("sent").getAsInt()).isEqualTo(100 * steps);
    assertThat(report.get("counted").getAsInt()).isEqualTo(100 * steps);
    assertThat(report.get("state_equal").getAsBoolean()).as(report.toString()).isTrue();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void shouldCountExactlyAHundredWhenTheLeaderDiesWithTheAgent()
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(clusters.folder().resolve("tmp"));

    JsonObject report =
        report(
            temporary, "hundred", "--json", "--kill-at=commit-sent", "--kill-leader", "--seed=1");

    assertThat(report.get("counted").getAsInt()).isEqualTo(100);
    assertThat(report.get("state_equal").getAsBoolean()).as(report.toString()).isTrue();
  }

  @Test
  void shouldBringEveryAgentToTheStateOfItsModelThroughHavoc()
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(clusters.folder().resolve("tmp"));
    long seed = System.nanoTime() % 1_000_000;
    System.out.println("demo agents --agents 20 --seconds 20 --seed " + seed);

    JsonObject report =
        report(
            temporary,
            "agents",
            "--agents=20",
            "--seconds=20",
            "--rate=50",
            "--json",
            "--seed=" + seed);

    assertThat(report.get("states_equal").getAsInt()).as(report.toString()).isEqualTo(20);
    assertThat(report.get("messages_counted").getAsLong())
        .isEqualTo(report.get("messages_acknowledged").getAsLong())
        .isPositive();
    for (String havoc : List.of("processes_killed", "zombies", "leaders_killed")) {
      assertThat(report.get(havoc).getAsInt()).as(havoc).isPositive();
    }
    assertThat(report.get("zombies_left").getAsInt()).isZero();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void shouldLoseNoTaskAndUndoSagasInOrderThroughHavoc() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(clusters.folder().resolve("tmp"));
    long seed = System.nanoTime() % 1_000_000;
    System.out.println("demo work --agents 4 --seconds 20 --rate 20 --seed " + seed);

    JsonObject report =
        report(
            temporary,
            "work",
            "--agents=4",
            "--seconds=20",
            "--rate=20",
            "--json",
            "--seed=" + seed);

    for (String some : List.of("completed", "dead", "compensations", "scrapes")) {
      assertThat(report.get(some).getAsInt()).as(some).isPositive();
    }
    assertThat(report.get("faults").getAsJsonArray()).as(report.toString()).isEmpty();
    assertThat(temporary).isEmptyDirectory();
  }

  /** What it prints, once it has ended well. */
  private JsonObject report(Path temporary, String... options)
      throws IOException, InterruptedException {
    Process demo = demo(temporary, options);
    boolean ended = demo.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
    demo.destroy();
    String log = Files.readString(clusters.folder().resolve("demo.log"));
    assertThat(ended).as(log).isTrue();
    assertThat(demo.waitFor()).as(log).isZero();
    return JsonParser.parseString(Files.readString(clusters.folder().resolve("demo.json")))
        .getAsJsonObject();
  }

  private Process demo(Path temporary, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "io.caxton.client.cli.Main",
                "demo"));
    command.addAll(Arrays.asList(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(clusters.folder().resolve("demo.json").toFile())
            .redirectError(clusters.folder().resolve("demo.log").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }
}
