package io.caxton.state.core;

/** The order of capability versions. */
final class Versions {
  /** What fits into a long. */
  private static final int DIGITS_MAX = 18;

  private Versions() {}

  /** Whether {@code version} is {@code least} or later; neither is empty. */
  static boolean isAtLeast(String version, String least) {
    String[] parts = version.split("\\.", -1);
    String[] asked = least.split("\\.", -1);
    for (int i = 0; i < Math.min(parts.length, asked.length); i++) {
      int order = compare(parts[i], asked[i]);
      if (order != 0) {
        return order > 0;
      }
    }
    return parts.length >= asked.length;
  }

  private static int compare(String part, String other) {
    return isNumber(part) && isNumber(other)
        ? Long.compare(Long.parseLong(part), Long.parseLong(other))
        : part.compareTo(other);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty()
        && part.length() <= DIGITS_MAX
        && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
