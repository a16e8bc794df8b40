package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.run.Context;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process after another: makes calls, one at a time, and records how they end. After an unknown
 * outcome it goes on as a new process. For one thread.
 */
final class Caller {
  private final Context context;
  private int process;
  private boolean lastIsKnown = true;

  Caller(Context context) {
    this.context = context;
    process = context.newProcess();
  }

  /** A call over the wire that got no answer. */
  static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean definite;

    NoAnswer(String why, boolean definite) {
      super(why, null, false, false);
      this.definite = definite;
    }
  }

  /** A call that may change something; empty if it was not answered. */
  <T> Optional<T> change(
      String f, String key, Object input, Supplier<T> call, Function<T, Object> output) {
    return record(Op.invoke(process, f, key, input), call, output, true);
  }

  /** A call that changes nothing, so that without an answer it simply failed. */
  <T> Optional<T> look(
      String f, String key, Object input, Supplier<T> call, Function<T, Object> output) {
    return record(Op.invoke(process, f, key, input), call, output, false);
  }

  private <T> Optional<T> record(
      Op invocation, Supplier<T> call, Function<T, Object> output, boolean changes) {
    context.record(invocation);
    lastIsKnown = true;
    try {
      T answer = call.get();
      context.record(invocation.ok(output.apply(answer)));
      return Optional.of(answer);
    } catch (CaxtonException failure) {
      end(invocation, text(failure), !changes || failure.definite());
    } catch (NoAnswer failure) {
      end(invocation, failure.getMessage(), !changes || failure.definite);
    } catch (RuntimeException | Error fault) {
      end(invocation, fault.toString(), false);
      throw fault;
    }
    return Optional.empty();
  }

  private void end(Op invocation, String why, boolean surelyNot) {
    if (surelyNot) {
      context.record(invocation.fail(why));
    } else {
      context.record(invocation.info(why));
      process = context.newProcess();
      lastIsKnown = false;
    }
  }

  /** False if nobody knows whether the last call took effect. */
  boolean lastIsKnown() {
    return lastIsKnown;
  }

  private static String text(CaxtonException failure) {
    return failure.reason() + ": " + failure.getMessage();
  }
}
