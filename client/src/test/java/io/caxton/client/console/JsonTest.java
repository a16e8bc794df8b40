package io.caxton.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void shouldKeepTheOrderOfKeys() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("b", 1);
    object.put("a", List.of(1L, 2.5, true, "x"));
    object.put("n", null);
    assertThat(Json.of(object)).isEqualTo("{\"b\":1,\"a\":[1,2.5,true,\"x\"],\"n\":null}");
  }

  @Test
  void shouldWriteEmptyObjectsAndLists() {
    assertThat(Json.of(Map.of("o", Map.of()))).isEqualTo("{\"o\":{}}");
    assertThat(Json.of(List.of())).isEqualTo("[]");
  }

  @Test
  void shouldEscapeWhatAParserWouldNotTake() {
    String odd = "q\" b\\ n\n t\t nul\0 del\u007f \ud83d\ude00 half\ud83d";
    String parsed = JsonParser.parseString(Json.of(odd)).getAsString();
    assertThat(parsed).isEqualTo(odd);
    assertThat(Json.of("half\ud83d")).isEqualTo("\"half\\ud83d\"");
  }

  @Test
  void shouldHaveNoNumberForWhatIsNone() {
    assertThat(Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo("[null,null]");
  }
}
