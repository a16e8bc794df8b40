package io.caxton.jepsen.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.caxton.jepsen.store.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The verdicts of a campaign, read from its folders, as Markdown. */
final class CampaignTable {
  private final Path out;

  CampaignTable(Path out) {
    this.out = out;
  }

  /** What is in the run's verdict.json; empty if it has none yet. */
  Optional<JsonObject> verdict(CampaignEntry entry) {
    Path file = out.resolve(entry.name()).resolve(RunFolder.VERDICT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static boolean asExpected(CampaignEntry entry, JsonObject verdict) {
    return verdict
        .get("verdict")
        .getAsString()
        .equals(entry.bug().isPresent() ? "invalid" : "valid");
  }

  String markdown(List<CampaignEntry> entries) {
    StringBuilder text =
        new StringBuilder(
            "| workload | nemesis | nodes | seconds | seed | operations | unknown | faults"
                + " | leader changes | verdict |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (CampaignEntry entry : entries) {
      verdict(entry).ifPresent(verdict -> text.append(row(entry, verdict)));
    }
    return text.toString();
  }

  private static String row(CampaignEntry entry, JsonObject verdict) {
    JsonObject config = verdict.getAsJsonObject("config");
    JsonObject operations = verdict.getAsJsonObject("operations");
    return "| %s | %s%s | %d | %d | %d | %d | %d | %d | %d | %s%s |%n"
        .formatted(
            entry.workload(),
            entry.nemeses().size() > 6 ? "all" : String.join(", ", entry.nemeses()),
            entry.bug().map(bug -> " + bug **" + bug + "**").orElse(""),
            entry.nodes(),
            config.get("seconds").getAsInt(),
            config.get("seed").getAsLong(),
            operations.get("total").getAsLong(),
            operations.get("info").getAsLong(),
            count(verdict, "faults"),
            count(verdict, "leader-changes"),
            cell(verdict.get("line").getAsString()),
            asExpected(entry, verdict) ? "" : " **(not as expected)**");
  }

  private static long count(JsonObject verdict, String name) {
    JsonObject counters = verdict.getAsJsonObject("counters");
    return counters.has(name) ? counters.get(name).getAsLong() : 0;
  }

  private static String cell(String line) {
    String plain = line.replace('|', '/');
    return plain.length() > 120 ? plain.substring(0, 117) + "..." : plain;
  }

  void write(List<CampaignEntry> entries) {
    try {
      Files.writeString(out.resolve("campaign.md"), markdown(entries));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + out, e);
    }
  }
}
