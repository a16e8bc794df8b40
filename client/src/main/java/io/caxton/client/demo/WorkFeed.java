package io.caxton.client.demo;

import io.caxton.client.CaxtonException;
import io.caxton.client.WatchListener;
import io.caxton.v1.Change;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives every change to the checker, and the checker to whoever asks, one at a time. */
final class WorkFeed implements WatchListener {
  private final WorkChecker checker;
  private Optional<CaxtonException> broken = Optional.empty();

  WorkFeed(WorkChecker checker) {
    this.checker = checker;
  }

  @Override
  public synchronized void onChanges(List<Change> changes, long position) {
    changes.forEach(checker::see);
  }

  @Override
  public synchronized void onEnd(CaxtonException failure) {
    broken = Optional.of(failure);
  }

  /** Why changes are missing, if some are. */
  synchronized Optional<CaxtonException> broken() {
    return broken;
  }

  synchronized <R> R ask(Function<WorkChecker, R> question) {
    return question.apply(checker);
  }
}
