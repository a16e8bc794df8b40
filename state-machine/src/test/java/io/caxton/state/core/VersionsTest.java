package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, true",
    "1.10, 1.9, true",
    "1.9, 1.10, false",
    "1.9.0, 1.9, true",
    "1.9, 1.9.0, false",
    "2, 1.9, true",
    "b, a, true",
    "1.rc2, 1.rc10, true",
    "1000000000000000000000, 2, false",
    "01, 1, true"
  })
  void shouldCompareByParts(String version, String least, boolean expected) {
    assertThat(Versions.isAtLeast(version, least)).isEqualTo(expected);
  }
}
