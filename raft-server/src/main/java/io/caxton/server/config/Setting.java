package io.caxton.server.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One configuration value: its name on the command line ({@code --name}), in the file ({@code name
 * = value}) and in the environment ({@code CAXTON_NAME}).
 *
 * @param defaultText what holds when nobody says anything; empty means it must be given or is off
 * @param parser turns text into the value, or throws IllegalArgumentException saying the bound
 * @param meaning one or two sentences: what it is, its unit, and what goes wrong when it is too
 *     small or too big
 */
public record Setting<T>(
    String name, String defaultText, Function<String, T> parser, String meaning) {

  public String environmentName() {
    return "CAXTON_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static Setting<String> text(String name, String defaultText, String meaning) {
    return new Setting<>(name, defaultText, text -> text, meaning);
  }

  static Setting<Boolean> flag(String name, String meaning) {
    return new Setting<>(
        name,
        "false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("must be true or false");
            },
        meaning);
  }

  static Setting<Long> number(String name, long defaultValue, long min, long max, String meaning) {
    return new Setting<>(
        name,
        Long.toString(defaultValue),
        text -> {
          long value;
          try {
            value = Long.parseLong(text.replace("_", ""));
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
          }
          if (value < min || value > max) {
            throw new IllegalArgumentException("must be between " + min + " and " + max);
          }
          return value;
        },
        meaning);
  }

  static Setting<HostPort> address(String name, String defaultText, String meaning) {
    return new Setting<>(name, defaultText, HostPort::parse, meaning);
  }
}
