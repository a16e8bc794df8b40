package io.caxton.client.bench;

import io.caxton.v1.GetNodeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What servers of this machine have written to disks so far, as the kernel counts it. */
record DiskWrites(long bytes, int nodes) {
  static DiskWrites of(List<GetNodeResponse> views) {
    long bytes = views.stream().mapToLong(view -> written(view.getPid())).sum();
    return new DiskWrites(bytes, views.size());
  }

  private static long written(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
          .filter(line -> line.startsWith("write_bytes:"))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
          .findFirst()
          .orElse(0);
    } catch (IOException notOurs) {
      return 0;
    }
  }

  /** Bytes that one node wrote for each byte given to it. */
  double amplification(DiskWrites before, long givenBytes) {
    return (double) (bytes - before.bytes) / nodes / givenBytes;
  }
}
