package io.caxton.client.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that stays on the last line; other lines scroll above it. */
final class ProgressOnTerminal implements Progress {
  private static final int COLUMNS = 78;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final ProgressBar bar;

  ProgressOnTerminal(String what, long whole) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(whole)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
            .build();
  }

  @Override
  public void at(long done) {
    bar.stepTo(done);
  }

  @Override
  public void say(String line) {
    System.err.println(CLEAR_LINE + line);
    bar.refresh();
  }

  @Override
  public void close() {
    bar.close();
  }
}
