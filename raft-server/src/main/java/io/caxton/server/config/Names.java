package io.caxton.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Refuses names that are no setting, and says which one was probably meant. */
final class Names {
  private static final int NEAR = 3;

  private Names() {}

  static void refuseUnknown(Collection<String> names, String source) {
    List<String> known = Settings.all().stream().map(Setting::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ConfigException(
            "unknown setting \"" + name + "\" in " + source + suggestion(name, known));
      }
    }
  }

  static void refuseNearMisses(Collection<String> variables) {
    List<String> known = Settings.all().stream().map(Setting::environmentName).toList();
    for (String variable : variables) {
      if (variable.startsWith("CAXTON_")
          && !known.contains(variable)
          && distance(variable, nearest(variable, known)) < NEAR) {
        throw new ConfigException(
            "unknown setting \""
                + variable
                + "\" in the environment"
                + suggestion(variable, known));
      }
    }
  }

  private static String suggestion(String name, List<String> known) {
    return "; did you mean \"" + nearest(name, known) + "\"? 'caxton config' lists all settings";
  }

  private static String nearest(String name, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String candidate) -> distance(name, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance: edits of one character that turn {@code a} into {@code b}. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
