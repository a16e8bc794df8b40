package io.caxton.state.check;

/**
 * Where a field is: nothing, or a list's item such as {@code tasks[3].}; joined only when shown.
 */
record Path(Path parent, String name, int index) {
  static final Path ROOT = new Path(null, "", -1);

  /** The fields of a message in field {@code name}. */
  Path in(String field) {
    return new Path(this, field, -1);
  }

  /** The fields of one item of the list in field {@code name}. */
  Path in(String field, int item) {
    return new Path(this, field, item);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    return parent + name + (index < 0 ? "" : "[" + index + "]") + '.';
  }
}
