package io.caxton.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  @TempDir private Path dir;

  @Test
  void shouldCountAsWcDoes() throws IOException {
    Files.writeString(dir.resolve("f"), "two words\n\n  three \t more\u000bwords\nlast");
    FileFacts facts = FileFacts.of(dir, "f");
    assertThat(facts.lines()).isEqualTo(3);
    assertThat(facts.words()).isEqualTo(6);
    assertThat(facts.size()).isEqualTo(Files.size(dir.resolve("f")));
  }

  @Test
  void shouldKnowTheDigestOfNothing() throws IOException {
    Files.createFile(dir.resolve("empty"));
    assertThat(FileFacts.of(dir, "empty").json(7))
        .isEqualTo(
            "{\"size\":0,\"lines\":0,\"words\":0,\"sha256\":"
                + "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"pid\":7}");
  }

  @Test
  void shouldReadALargeFileInPieces() throws IOException {
    Files.writeString(dir.resolve("big"), "word ".repeat(100_000));
    assertThat(FileFacts.of(dir, "big").words()).isEqualTo(100_000);
  }

  @Test
  void shouldReportAnErrorForWhatCannotBeRead() throws IOException {
    assertThat(FileFacts.of(dir, "missing").json(1))
        .isEqualTo("{\"error\":\"NotARegularFile\",\"pid\":1}");
    Files.createDirectory(dir.resolve("folder"));
    assertThat(FileFacts.of(dir, "folder").error()).isEqualTo("NotARegularFile");
  }

  @Test
  void shouldFindPidAndDigestInAResult() {
    String result = new FileFacts(1, 2, 3, "a".repeat(64), "").json(42);
    assertThat(FileFacts.pid(result)).isEqualTo(42);
    assertThat(FileFacts.sha256(result)).isEqualTo("a".repeat(64));
    assertThat(FileFacts.pid("nonsense")).isZero();
    assertThat(FileFacts.sha256("nonsense")).isEqualTo("-");
  }

  @Test
  void shouldListRegularFilesOnly() throws IOException {
    Files.createDirectories(dir.resolve("b/target"));
    Files.createDirectories(dir.resolve(".git"));
    Files.writeString(dir.resolve("b/target/skipped"), "x");
    Files.writeString(dir.resolve(".git/skipped"), "x");
    Files.writeString(dir.resolve("b/new\nline ü"), "abc");
    Files.writeString(dir.resolve("a file"), "de");
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("a file"));
    Files.createSymbolicLink(dir.resolve("loop"), dir);

    InputFiles files = InputFiles.below(dir);

    assertThat(files.paths()).containsExactly("a file", "b/new\nline ü");
    assertThat(files.bytes()).isEqualTo(5);
  }

  @Test
  void shouldTakeAFolderNamedTargetWhenAskedForItself() throws IOException {
    Path target = Files.createDirectory(dir.resolve("target"));
    Files.writeString(target.resolve("f"), "x");
    assertThat(InputFiles.below(target).paths()).containsExactly("f");
    assertThat(InputFiles.below(target.resolve("f")).paths()).containsExactly("f");
  }
}
