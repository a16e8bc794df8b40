package io.caxton.server;

import java.util.concurrent.Callable;

/** Measures the deterministic core alone. */
final class CoreBenchCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
