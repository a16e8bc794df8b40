package io.caxton.client.cli;

import io.caxton.client.CaxtonException;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong and what to do next: a message on standard error, an object with --json. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed)
      throws Exception {
    Map<String, Object> error = new LinkedHashMap<>();
    int exitCode;
    switch (thrown) {
      case CaxtonException failure -> {
        exitCode = ExitCode.of(failure);
        error.put("reason", failure.reason().name());
        error.put("message", failure.getMessage());
        error.put("advice", advice(failure));
        error.put("definite", failure.definite());
        error.put("details", new LinkedHashMap<>(failure.details()));
      }
      case CommandFailure failure -> {
        exitCode = failure.exitCode();
        error.put("message", failure.getMessage());
        error.put("advice", failure.advice());
      }
      case IOException failure -> {
        exitCode = ExitCode.FAILED;
        error.put("message", describe(failure));
        error.put("advice", "");
      }
      case UncheckedIOException failure -> {
        exitCode = ExitCode.FAILED;
        error.put("message", describe(failure.getCause()));
        error.put("advice", "");
      }
      default -> throw thrown;
    }
    PrintWriter err = command.getErr();
    err.println("caxton: " + error.get("message"));
    if (!error.get("advice").equals("")) {
      err.println("  " + error.get("advice"));
    }
    if (command.getParseResult().hasMatchedOption("--json")) {
      error.put("exit_code", exitCode);
      command.getOut().println(Json.of(Map.of("error", error)));
    }
    return exitCode;
  }

  private static String advice(CaxtonException failure) {
    if (!failure.advice().isEmpty()) {
      return failure.advice();
    }
    return failure.definite()
        ? "Check the addresses and that a cluster runs there: caxton cluster status."
        : "It may have been done: look at the state before you send it again.";
  }

  /** Java's file exceptions say only the path. */
  private static String describe(IOException failure) {
    String name = failure.getClass().getSimpleName();
    return switch (name) {
      case "NoSuchFileException" -> "no such file or folder: " + failure.getMessage();
      case "AccessDeniedException" -> "access denied: " + failure.getMessage();
      case "NotDirectoryException" -> "not a folder: " + failure.getMessage();
      case "IOException" -> String.valueOf(failure.getMessage());
      default -> name + ": " + failure.getMessage();
    };
  }
}
