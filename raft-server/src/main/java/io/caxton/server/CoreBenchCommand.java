package io.caxton.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Measures the deterministic core alone. */
@Command(name = "bench-core", description = "Measures the deterministic core alone.")
final class CoreBenchCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
