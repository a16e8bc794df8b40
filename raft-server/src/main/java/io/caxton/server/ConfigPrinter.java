package io.caxton.server;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.caxton.server.config.Config;
import java.io.PrintStream;

/** Shows the effective configuration to a person or a script. */
final class ConfigPrinter {
  private ConfigPrinter() {}

  static int print(Config config, boolean json, PrintStream out) {
    if (json) {
      JsonObject settings = new JsonObject();
      for (Config.Entry entry : config.entries()) {
        JsonObject value = new JsonObject();
        value.addProperty("value", entry.text());
        value.addProperty("source", entry.source());
        settings.add(entry.setting().name(), value);
      }
      out.println(new GsonBuilder().setPrettyPrinting().create().toJson(settings));
      return 0;
    }
    for (Config.Entry entry : config.entries()) {
      out.printf(
          "%-30s = %-34s # %s%n", entry.setting().name(), entry.text(), entry.source());
    }
    return 0;
  }
}
