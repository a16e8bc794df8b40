package io.caxton.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.caxton.server.config.Config;
import java.io.PrintStream;

/** Shows the effective configuration to a person or a script. */
final class ConfigPrinter {
  private ConfigPrinter() {}

  static int print(Config config, boolean json, PrintStream out) {
    if (json) {
      out.println(json(config));
      return 0;
    }
    for (Config.Entry entry : config.entries()) {
      out.printf("%-30s = %-34s # %s%n", entry.setting().name(), entry.text(), entry.source());
    }
    return 0;
  }

  private static String json(Config config) {
    Struct.Builder settings = Struct.newBuilder();
    for (Config.Entry entry : config.entries()) {
      Struct value =
          Struct.newBuilder()
              .putFields("value", text(entry.text()))
              .putFields("source", text(entry.source()))
              .build();
      settings.putFields(entry.setting().name(), Value.newBuilder().setStructValue(value).build());
    }
    try {
      return JsonFormat.printer().print(settings);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
