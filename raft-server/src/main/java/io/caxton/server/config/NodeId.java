package io.caxton.server.config;

/** The rule for node ids: they become names in the log and in messages. */
final class NodeId {
  static final int CHARACTERS_MAX = 32;

  private NodeId() {}

  static String check(String id) {
    if (!id.matches("[A-Za-z0-9._-]{1," + CHARACTERS_MAX + "}")) {
      throw new IllegalArgumentException(
          "must be 1 to " + CHARACTERS_MAX + " characters of [A-Za-z0-9._-], not \"" + id + "\"");
    }
    return id;
  }
}
