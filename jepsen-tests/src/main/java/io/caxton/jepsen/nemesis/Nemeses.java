package io.caxton.jepsen.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every nemesis, in the order of --list. */
public final class Nemeses {
  /** Everything mixed. */
  public static final String ALL_NAME = "all";

  private static final List<Nemesis> ALL =
      List.of(
          new Kill(),
          new Pause(),
          new Partition(),
          new Split(),
          new Loss(),
          new Delay(),
          new Clock(),
          new Drift(),
          new PowerLoss(),
          new DiskFull(),
          new DiskError(),
          new SlowDisk(),
          new Corrupt(),
          new Transfer());

  private Nemeses() {}

  public static List<Nemesis> all() {
    return ALL;
  }

  public static Optional<Nemesis> named(String name) {
    return ALL.stream().filter(nemesis -> nemesis.name().equals(name)).findFirst();
  }

  /** Those of a list with commas; "all" is everything mixed. */
  public static List<Nemesis> of(String names) {
    if (names.equals("none") || names.isBlank()) {
      return List.of();
    }
    if (names.equals(ALL_NAME)) {
      return ALL;
    }
    List<Nemesis> chosen = new ArrayList<>();
    for (String name : names.split(",")) {
      chosen.add(
          named(name.strip())
              .orElseThrow(() -> new IllegalArgumentException("no nemesis '" + name + "'")));
    }
    return chosen;
  }
}
