package io.caxton.client.cli;

import io.caxton.client.console.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/** One thing's fields, a line each; empty ones are left out. */
final class Sheet {
  private final Map<String, String> lines = new LinkedHashMap<>();

  Sheet line(String name, Object value) {
    String text = String.valueOf(value);
    if (!text.isEmpty() && !text.equals("0")) {
      lines.put(name, Text.oneLine(text));
    }
    return this;
  }

  @Override
  public String toString() {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder out = new StringBuilder();
    lines.forEach(
        (name, value) ->
            out.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
    return out.toString();
  }
}
