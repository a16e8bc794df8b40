package io.caxton.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.rpc.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/api.md shows exactly the registry in errors.proto. */
class ErrorTableTest {
  private static final String BEGIN = "<!-- error table: begin -->\n";
  private static final String END = "<!-- error table: end -->";

  @Test
  void shouldGiveEveryReasonACodeAndAdvice() {
    for (EnumValueDescriptor reason : reasons()) {
      ErrorRule rule = reason.getOptions().getExtension(Errors.rule);
      assertThat(Code.forNumber(rule.getGrpcCode())).as(reason.getName()).isNotNull();
      assertThat(rule.getGrpcCode()).as(reason.getName()).isPositive();
      assertThat(rule.getAdvice()).as(reason.getName()).endsWith(".");
    }
  }

  @Test
  void shouldBeWhatTheDocumentShows() throws IOException {
    Path document = Path.of(System.getProperty("caxton.home"), "docs", "api.md");
    String text = Files.readString(document);
    String shown = text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
    assertThat(shown).as("replace the table in docs/api.md by:\n" + table()).isEqualTo(table());
  }

  private static List<EnumValueDescriptor> reasons() {
    return ErrorReason.getDescriptor().getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .toList();
  }

  private static String table() {
    return "| reason | gRPC code | definite | what to do |\n|---|---|---|---|\n"
        + reasons().stream().map(ErrorTableTest::row).collect(Collectors.joining());
  }

  private static String row(EnumValueDescriptor reason) {
    ErrorRule rule = reason.getOptions().getExtension(Errors.rule);
    return "| `%s` | `%s` | %s | %s |\n"
        .formatted(
            reason.getName(),
            Code.forNumber(rule.getGrpcCode()),
            rule.getDefinite() ? "yes" : "**no**",
            rule.getAdvice());
  }
}
