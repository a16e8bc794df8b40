package io.caxton.jepsen.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.caxton.jepsen.history.History;
import io.caxton.jepsen.history.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the page's script draws, as JSON that may stand inside a script element. */
final class RunData {
  /** More points would make the page slow and show no more. */
  private static final int OPERATIONS_MAX = 60_000;

  private static final int TEXT_MAX = 160;
  private static final Pattern LINE = Pattern.compile("#(\\d+) p\\d+");

  /** Ordinal numbers instead of names that come again and again. */
  private static final class Names {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    int of(String name) {
      return numbers.computeIfAbsent(name, n -> numbers.size());
    }

    JsonArray toJson() {
      JsonArray all = new JsonArray();
      numbers.keySet().forEach(all::add);
      return all;
    }
  }

  private final JsonObject data = new JsonObject();
  private final Names kinds = new Names();
  private final Names keys = new Names();
  private final long beginNanos;

  private RunData(long beginNanos) {
    this.beginNanos = beginNanos;
  }

  static String of(Path folder) throws IOException {
    List<Operation> operations = Operation.of(History.read(folder.resolve("history.jsonl")));
    List<JsonObject> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("nemesis.jsonl"))) {
      events.add(JsonParser.parseString(line).getAsJsonObject());
    }
    long begin = Long.MAX_VALUE;
    long end = 0;
    for (Operation operation : operations) {
      begin = Math.min(begin, operation.startNanos());
      end = Math.max(end, operation.completion().map(op -> op.timeNanos()).orElse(0L));
    }
    for (JsonObject event : events) {
      begin = Math.min(begin, event.get("time").getAsLong());
    }
    // The checks at the end take long and show nothing.
    end += (end - begin) / 100;
    RunData run = new RunData(begin);
    run.data.addProperty("end", run.micros(end));
    for (String name : List.of("config", "counters", "verdict")) {
      String text = Files.readString(folder.resolve(name + ".json"));
      run.data.add(name, JsonParser.parseString(text));
    }
    EventSpans spans = new EventSpans(events, end);
    run.data.add("phases", spans.phases(run::micros));
    run.data.add("faults", spans.faults(run::micros));
    run.data.add("leaders", spans.leaders(run::micros));
    run.operations(operations);
    return new Gson().toJson(run.data);
  }

  private long micros(long nanos) {
    return (nanos - beginNanos) / 1_000;
  }

  private void operations(List<Operation> operations) {
    Set<Integer> questioned = questioned();
    int step = 1 + operations.size() / OPERATIONS_MAX;
    JsonArray all = new JsonArray();
    int number = 0;
    for (Operation operation : operations) {
      boolean shown = !operation.ok() || questioned.contains(operation.line());
      if (shown || number % step == 0) {
        all.add(toJson(operation));
      }
      number++;
    }
    data.addProperty("sampled", step);
    data.add("fs", kinds.toJson());
    data.add("keys", keys.toJson());
    data.add("ops", all);
  }

  /** The lines that anomalies speak of. */
  private Set<Integer> questioned() {
    Set<Integer> lines = new HashSet<>();
    for (JsonElement check : data.getAsJsonObject("verdict").getAsJsonArray("checks")) {
      for (JsonElement anomaly : check.getAsJsonObject().getAsJsonArray("anomalies")) {
        Matcher matcher = LINE.matcher(anomaly.getAsString());
        while (matcher.find()) {
          lines.add(Integer.parseInt(matcher.group(1)));
        }
      }
    }
    return lines;
  }

  private JsonArray toJson(Operation operation) {
    JsonArray json = new JsonArray();
    json.add(operation.line());
    json.add(operation.process());
    json.add(kinds.of(operation.f()));
    json.add(keys.of(operation.key()));
    json.add(micros(operation.startNanos()));
    json.add(operation.completion().map(op -> micros(op.timeNanos())).orElse(-1L));
    json.add(operation.ok() ? 0 : operation.failed() ? 1 : 2);
    json.add(operation.input() == null ? "" : brief(operation.input()));
    json.add(
        operation.ok()
            ? brief(operation.output())
            : operation.completion().flatMap(op -> op.error()).map(RunData::brief).orElse(""));
    return json;
  }

  private static String brief(Object value) {
    String text = Optional.ofNullable(value).map(Object::toString).orElse("nothing");
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX - 1) + "…";
  }
}
