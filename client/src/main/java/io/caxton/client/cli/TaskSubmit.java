package io.caxton.client.cli;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.v1.NewTask;
import io.caxton.v1.Submitted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "submit",
    description = "Submits a task, or one for each line of a file.",
    footer = {
      "",
      "Exit code 1 if one of many was refused.",
      "",
      "Examples:",
      "  caxton task submit 'hello' --queue greetings",
      "  caxton task submit --id order-17 --payload-file order.json --attempts 3",
      "  find . -type f | caxton task submit --lines - --queue files"
    })
final class TaskSubmit extends ClientCommand {
  @Parameters(paramLabel = "PAYLOAD", arity = "0..1", description = "The payload as text.")
  private String payload;

  @Option(names = "--payload", paramLabel = "TEXT", description = "The same as an option.")
  private String payloadOption;

  @Option(
      names = "--payload-file",
      paramLabel = "FILE",
      description = "The payload from a file; - for standard input.")
  private String payloadFile;

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description = "A task for each line of a file; - for standard input.")
  private String lines;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The task's id: the same id and content again is no second task.")
  private String id = "";

  @Mixin private NewTaskOptions options;

  @Override
  int run(CaxtonClient client) throws IOException {
    if (payload != null && payloadOption != null) {
      throw usage("PAYLOAD and --payload exclude each other");
    }
    payload = payload == null ? payloadOption : payload;
    if (lines != null) {
      if (payload != null || payloadFile != null || !id.isEmpty()) {
        throw usage("--lines goes without PAYLOAD, --payload-file and --id");
      }
      return submitLines(client);
    }
    if (payload != null && payloadFile != null) {
      throw usage("PAYLOAD and --payload-file exclude each other");
    }
    Submitted submitted =
        join(client.tasks().submit(options.template().setId(id).setPayload(payload()).build()));
    String taskId = submitted.getTaskId().isEmpty() ? id : submitted.getTaskId();
    print(
        () -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("task_id", taskId);
          object.put("created", submitted.getCreated());
          return object;
        },
        () -> taskId + (submitted.getCreated() ? "" : "  (was there already)"));
    return ExitCode.OK;
  }

  private int submitLines(CaxtonClient client) throws IOException {
    List<CompletableFuture<Submitted>> calls = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(lines), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        NewTask task = options.template().setPayload(ByteString.copyFromUtf8(line)).build();
        calls.add(client.tasks().submit(task));
      }
    }
    List<String> ids = new ArrayList<>();
    CaxtonException refused = null;
    for (CompletableFuture<Submitted> call : calls) {
      try {
        ids.add(join(call).getTaskId());
      } catch (CaxtonException failure) {
        refused = failure;
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("submitted", ids.size());
    object.put("refused", calls.size() - ids.size());
    object.put("task_ids", ids);
    print(() -> object, () -> ids.size() + " submitted");
    if (refused != null) {
      err().println("caxton: " + (calls.size() - ids.size()) + " refused: " + refused.getMessage());
    }
    return refused == null ? ExitCode.OK : ExitCode.FAILED;
  }

  private ByteString payload() throws IOException {
    if (payloadFile != null) {
      try (InputStream in = open(payloadFile)) {
        return ByteString.readFrom(in);
      }
    }
    return payload == null ? ByteString.EMPTY : ByteString.copyFromUtf8(payload);
  }

  private static InputStream open(String file) throws IOException {
    return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, "See: caxton task submit --help");
  }
}
