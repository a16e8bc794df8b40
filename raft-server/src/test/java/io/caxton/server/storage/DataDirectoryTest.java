package io.caxton.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void shouldRememberWhoseItIs() throws Exception {
    // given
    Identity identity = new Identity("c", "n1", true, Identity.Phase.FORMED);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
      assertThat(data.identity()).isEmpty();
      data.write(identity);
    }

    // when
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
      // then
      assertThat(data.identity()).contains(identity);
      data.started();
    }
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
      assertThat(data.identity().orElseThrow().phase()).isEqualTo(Identity.Phase.STARTED);
    }
  }

  @Test
  void shouldBeHeldByOneProcessAtATime() throws Exception {
    try (DataDirectory data = DataDirectory.open(directory)) {
      assertThatThrownBy(() -> DataDirectory.open(directory))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("in use by another process (pid " + ProcessHandle.current().pid());
      assertThat(data.identity()).isEmpty();
    }
    DataDirectory.open(directory).close();
  }

  @Test
  void shouldRefuseANewerFormat() throws Exception {
    // given
    Files.writeString(directory.resolve("identity"), "caxton-data-directory 2\nwhatever\n");

    // when, then
    assertThatThrownBy(() -> DataDirectory.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("newer version of Caxton (format 2, this one knows 1)");
  }

  @Test
  void shouldRefuseAnyDamageOfTheIdentity() throws Exception {
    // given
    try (DataDirectory data = DataDirectory.open(directory)) {
      data.write(new Identity("c", "n1", true, Identity.Phase.STARTED));
    }
    byte[] whole = Files.readAllBytes(directory.resolve("identity"));

    // when any one bit is another, then it is refused; the first line is the version's
    int body = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int bit = body * 8; bit < (whole.length - 1) * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(directory.resolve("identity"), damaged);
      assertThatThrownBy(() -> DataDirectory.open(directory).close())
          .as("bit %d", bit)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldSayWhenItCannotBeWritten() throws Exception {
    // given a file where the directory should be
    Path file = Files.writeString(directory.resolve("file"), "");

    // when, then
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("cannot be created");
  }
}
