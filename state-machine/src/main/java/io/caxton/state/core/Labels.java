package io.caxton.state.core;

import io.caxton.v1.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labels as they are stored: sorted by key. */
public final class Labels {
  private Labels() {}

  /** The given list itself if it is sorted. */
  public static List<Label> sorted(List<Label> labels) {
    for (int i = 1; i < labels.size(); i++) {
      if (labels.get(i - 1).getKey().compareTo(labels.get(i).getKey()) > 0) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparing(Label::getKey));
        return sorted;
      }
    }
    return labels;
  }

  /** True if the resource has every wanted label with that very value. */
  public static boolean match(List<Label> labels, List<Label> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!labels.contains(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }
}
