package io.caxton.jepsen.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** index.html of a run: verdict, anomalies, timeline, latency, throughput. Needs no network. */
public final class Report {
  public static final String FILE = "index.html";

  private Report() {}

  /** From what the folder of a finished run holds. */
  public static void write(Path runFolder) {
    try {
      String page =
          resource("report.html")
              .replace("/*CSS*/", resource("report.css"))
              .replace("/*JS*/", resource("charts.js") + resource("page.js"))
              .replace("/*DATA*/", RunData.of(runFolder));
      Path aside = runFolder.resolve(FILE + ".new");
      Files.writeString(aside, page);
      Files.move(aside, runFolder.resolve(FILE), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report of " + runFolder, e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
