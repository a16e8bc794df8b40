package io.caxton.state.check;

/** Sets of ASCII characters. */
enum Characters {
  /** Of fleets, capabilities and nodes. */
  PLAIN("[A-Za-z0-9._-]", "._-"),
  /** Of label keys. */
  LABEL("[A-Za-z0-9._/-]", "._/-"),
  /** Of agents, queues, routes and tasks. */
  ID("[A-Za-z0-9._:/-]", "._:/-");

  private final String shown;
  private final boolean[] allowed = new boolean[128];

  Characters(String shown, String marks) {
    this.shown = shown;
    for (char c = 0; c < allowed.length; c++) {
      allowed[c] =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || marks.indexOf(c) >= 0;
    }
  }

  boolean haveAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= allowed.length || !allowed[c]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return shown;
  }
}
