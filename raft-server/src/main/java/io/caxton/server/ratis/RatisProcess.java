package io.caxton.server.ratis;

import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.util.ExitUtils;

/** What Ratis does to the whole process when it is loaded, undone before its first server. */
final class RatisProcess {
  private static boolean prepared;

  private RatisProcess() {}

  static synchronized void prepare() {
    if (prepared) {
      return;
    }
    // A port in use would end the process by System.exit, and any uncaught exception anywhere too.
    Thread.UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
    ExitUtils.disableSystemExit();
    Thread.setDefaultUncaughtExceptionHandler(ours);
    // Without a registration Ratis exports all its metrics by JMX.
    MetricRegistries.global().addReporterRegistration(registry -> {}, registry -> {});
    prepared = true;
  }
}
