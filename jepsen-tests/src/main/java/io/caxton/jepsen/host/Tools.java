package io.caxton.jepsen.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the faults are made with. As root on Debian it is installed when it is missing. */
public final class Tools {
  private static final Map<String, String> PACKAGES =
      new TreeMap<>(
          Map.of(
              "ip", "iproute2",
              "nft", "nftables",
              "nsenter", "util-linux",
              "mkfs.xfs", "xfsprogs",
              "xfs_io", "xfsprogs",
              "mkfs.ext4", "e2fsprogs",
              "gcc", "gcc"));

  private Tools() {}

  /** Installs what is missing, if it can; says what to install, if not. */
  public static void require() {
    if (missing().isEmpty()) {
      return;
    }
    if (Shell.has("apt-get")) {
      List<String> command = new ArrayList<>(List.of("apt-get", "install", "-y", "-q"));
      command.addAll(List.of("--no-install-recommends", "-o", "DPkg::Lock::Timeout=60"));
      command.addAll(missing());
      Shell.Result first = Shell.attempt(command.toArray(String[]::new));
      if (!first.ok()) {
        Shell.attempt("apt-get", "update", "-q");
        Shell.attempt(command.toArray(String[]::new));
      }
    }
    if (!missing().isEmpty()) {
      throw new IllegalStateException(
          "faults need tools that are missing here; install the packages "
              + String.join(" ", missing())
              + ", or give --plain to do without root, namespaces and disks");
    }
  }

  private static List<String> missing() {
    return PACKAGES.keySet().stream()
        .filter(tool -> !Shell.has(tool))
        .map(PACKAGES::get)
        .distinct()
        .toList();
  }
}
