package io.caxton.state;

/** Takes the results of a record's commands, in order, on the apply thread. */
@FunctionalInterface
public interface ResultSink {
  /** Drops every result, as followers do. */
  ResultSink NONE = (index, result) -> {};

  /** {@code index} counts the record's commands from 0. */
  void accept(int index, Result result);
}
