package io.caxton.client.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, aligned; a heading that begins with '>' aligns its column to the right. */
public final class Table {
  private final String[] headings;
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = headings.clone();
    right = new boolean[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
      this.headings[i] = right[i] ? headings[i].substring(1) : headings[i];
    }
  }

  /** Cells are shown with control characters escaped, so that a row stays a line. */
  public Table row(Object... cells) {
    if (cells.length != headings.length) {
      throw new IllegalArgumentException(cells.length + " cells, " + headings.length + " columns");
    }
    rows.add(Arrays.stream(cells).map(c -> Text.oneLine(String.valueOf(c))).toArray(String[]::new));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    int[] widths = new int[headings.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Text.width(headings[i]);
      for (String[] row : rows) {
        widths[i] = Math.max(widths[i], Text.width(row[i]));
      }
    }
    StringBuilder out = new StringBuilder();
    line(headings, widths, out);
    rows.forEach(row -> line(row, widths, out));
    return out.toString();
  }

  private void line(String[] cells, int[] widths, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String space = " ".repeat(widths[i] - Text.width(cells[i]));
      line.append(right[i] ? space + cells[i] : cells[i] + space).append("  ");
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
