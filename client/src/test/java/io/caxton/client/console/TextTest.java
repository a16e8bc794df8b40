package io.caxton.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TextTest {
  @Test
  void shouldKeepARowOnOneLine() {
    assertThat(Text.oneLine("a\tb\nc\\d")).isEqualTo("a\\tb\\nc\\\\d");
    assertThat(Text.oneLine("plain ü 日本")).isEqualTo("plain ü 日本");
    assertThat(Text.oneLine("\u001b[31mred")).isEqualTo("\\u001b[31mred");
  }

  @Test
  void shouldAlignColumnsAlsoOfWideScripts() {
    Table table = new Table("NAME", ">N", "END").row("a", 1, "x").row("日本", 1000, "y");
    assertThat(table.toString())
        .isEqualTo(
            """
            NAME     N  END
            a        1  x
            日本  1000  y
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "2s,2000",
    "1.5s,1500",
    "5m,300000",
    "1h,3600000",
    "2d,172800000",
    "0,0"
  })
  void shouldReadDurationsWithAUnit(String text, long millis) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "", "s", "-1s", "2 s", "2sec", "1e3s", "99999999999999s"})
  void shouldRefuseDurationsThatMeanNothingCertain(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("such as 500ms or 2s");
  }

  @Test
  void shouldShowSizesAndTimesInUnitsOfTheirOwn() {
    assertThat(Text.bytes(1_023)).isEqualTo("1023 B");
    assertThat(Text.bytes(1_536)).isEqualTo("1.5 KiB");
    assertThat(Text.bytes(3L << 30)).isEqualTo("3.0 GiB");
    assertThat(Text.millis(999)).isEqualTo("999 ms");
    assertThat(Text.millis(1_500)).isEqualTo("1.5 s");
    assertThat(Text.millis(150_000)).isEqualTo("2 min 30 s");
    assertThat(Text.plural(1, "file")).isEqualTo("1 file");
    assertThat(Text.plural(1_234, "file")).isEqualTo("1 234 files");
  }
}
