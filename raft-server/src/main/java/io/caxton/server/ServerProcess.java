package io.caxton.server;

import io.caxton.server.config.Config;
import io.caxton.server.config.ConfigException;
import io.caxton.server.config.Settings;
import io.caxton.server.error.StartException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** One server as a process: signals, exit codes, last words. */
final class ServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final int EXIT_START_REFUSED = 3;
  private static final int EXIT_FAILED = 70;

  private ServerProcess() {}

  /** Runs until SIGTERM or SIGINT; ends the process when the start fails. */
  static int run(Config config) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          LOG.error("thread {} died, the node stops", thread.getName(), failure);
          Runtime.getRuntime().halt(EXIT_FAILED);
        });
    CountDownLatch stop = new CountDownLatch(1);
    try {
      NodeServer node = NodeServer.start(config);
      Thread closing = new Thread(node::close, "caxton-close");
      Runtime.getRuntime().addShutdownHook(closing);
      System.out.println(node.banner());
      if (config.get(Settings.EXIT_WITH_STDIN)) {
        watchStdin(stop);
      }
      stop.await();
      return 0;
    } catch (StartException | ConfigException e) {
      LOG.error("not started: {}", e.getMessage());
      System.err.println("caxton: " + e.getMessage());
      // Consensus may have left threads behind that would keep the process alive.
      Runtime.getRuntime().halt(EXIT_START_REFUSED);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    } catch (RuntimeException e) {
      LOG.error("not started", e);
      System.err.println("caxton: not started: " + e);
      Runtime.getRuntime().halt(EXIT_FAILED);
      throw e;
    }
  }

  private static void watchStdin(CountDownLatch stop) {
    Thread.ofPlatform()
        .name("caxton-stdin")
        .daemon()
        .start(
            () -> {
              try {
                System.in.skipNBytes(Long.MAX_VALUE);
              } catch (IOException e) {
                LOG.info("standard input ended: stopping");
              } finally {
                stop.countDown();
              }
            });
  }
}
