package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.Json;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a cluster something. */
@Command(mixinStandardHelpOptions = true)
abstract class ClientCommand implements Callable<Integer> {
  @Mixin protected Connection connection;
  @Spec protected CommandSpec spec;

  /** Does the work; gives the exit code. */
  abstract int run(CaxtonClient client) throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (CaxtonClient client = connection.open()) {
      return run(client);
    }
  }

  static <T> T join(CompletableFuture<T> call) {
    return CaxtonException.join(call);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the object for scripts, or the text for people. */
  void print(Supplier<Map<String, Object>> object, Supplier<?> text) {
    PrintWriter out = out();
    if (connection.json()) {
      out.println(Json.of(object.get()));
    } else {
      out.println(text.get().toString().stripTrailing());
    }
    out.flush();
  }
}
