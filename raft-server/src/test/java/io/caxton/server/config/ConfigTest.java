package io.caxton.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path directory;

  @Test
  void shouldPreferFlagsToEnvironmentToFileToDefaults() throws IOException {
    // given
    Path file = file("write-timeout-millis = 3000\nstreams-max = 7\nrecords-in-flight-max = 2\n");
    // when
    Config config =
        Config.read(
            Optional.of(file),
            Map.of("CAXTON_WRITE_TIMEOUT_MILLIS", "4000", "CAXTON_STREAMS_MAX", "8"),
            Map.of("write-timeout-millis", "5000"));
    // then
    assertThat(config.get(Settings.WRITE_TIMEOUT_MILLIS)).isEqualTo(5_000);
    assertThat(config.source(Settings.WRITE_TIMEOUT_MILLIS)).isEqualTo("--write-timeout-millis");
    assertThat(config.get(Settings.STREAMS_MAX)).isEqualTo(8);
    assertThat(config.source(Settings.STREAMS_MAX)).isEqualTo("CAXTON_STREAMS_MAX");
    assertThat(config.get(Settings.RECORDS_IN_FLIGHT_MAX)).isEqualTo(2);
    assertThat(config.source(Settings.RECORDS_IN_FLIGHT_MAX)).isEqualTo("file " + file);
    assertThat(config.source(Settings.RECORD_BYTES_MAX)).isEqualTo("default");
  }

  @Test
  void shouldRefuseATypoInTheFileAndNameTheNearestSetting() throws IOException {
    Path file = file("wirte-timeout-millis = 3000\n");
    assertThatThrownBy(() -> Config.read(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"wirte-timeout-millis\"")
        .hasMessageContaining("did you mean \"write-timeout-millis\"");
  }

  @Test
  void shouldRefuseANearMissInTheEnvironmentButLeaveOtherVariablesAlone() {
    assertThat(read(Map.of("CAXTON_HOME", "/opt/caxton", "CAXTON_ADDRESSES", "h:1"), Map.of()))
        .isNotNull();
    assertThatThrownBy(() -> read(Map.of("CAXTON_DATADIR", "x"), Map.of()))
        .hasMessageContaining("did you mean \"CAXTON_DATA_DIR\"");
  }

  @Test
  void shouldRefuseARaftPortOtherThanTheOneItsPeersDial() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("raft-address", "127.0.0.1:7109")))
        .hasMessageContaining("raft-address = 127.0.0.1:7109")
        .hasMessageContaining("127.0.0.1:7101");
  }

  @Test
  void shouldNameTheValueItsSourceAndTheBound() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("write-timeout-millis", "1")))
        .hasMessage(
            "write-timeout-millis = \"1\" (from --write-timeout-millis) must be between 200 and"
                + " 60000");
  }

  @Test
  void shouldRefuseAnOpenDoorWithoutTls() {
    Map<String, String> open = Map.of("client-address", "0.0.0.0:7001");
    assertThatThrownBy(() -> read(Map.of(), open)).hasMessageContaining("--insecure");
    assertThat(read(Map.of(), Map.of("client-address", "0.0.0.0:7001", "insecure", "true")))
        .isNotNull();
  }

  @Test
  void shouldRefuseANodeThatThePeersDoNotName() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("node-id", "n9")))
        .hasMessageContaining("peers does not name this node \"n9\"");
    assertThat(read(Map.of(), Map.of("node-id", "n9", "join", "true"))).isNotNull();
  }

  @Test
  void shouldRefusePeersThatAreNotWellFormed() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("peers", "n1=localhost:1")))
        .hasMessageContaining("id=clientHost:port/raftHost:port");
    assertThatThrownBy(() -> read(Map.of(), Map.of("peers", "n1=h:1/h:2,n1=h:3/h:4")))
        .hasMessageContaining("twice");
  }

  private static Config read(Map<String, String> environment, Map<String, String> flags) {
    return Config.read(Optional.empty(), environment, flags);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("caxton.conf"), text);
  }
}
