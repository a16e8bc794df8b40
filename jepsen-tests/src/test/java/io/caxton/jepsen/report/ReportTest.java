package io.caxton.jepsen.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  @Test
  void shouldStandAloneAndHoldWhatTheRunFound() throws IOException {
    // given the folder of a run with an anomaly
    write(
        "history.jsonl",
        """
        {"process":1,"type":"invoke","f":"write","key":"r","value":1,"time":1000000}
        {"process":1,"type":"ok","f":"write","key":"r","value":1,"time":2000000}
        {"process":2,"type":"invoke","f":"read","key":"r","value":null,"time":3000000}
        {"process":2,"type":"ok","f":"read","key":"r","value":"</script>","time":4000000}
        """);
    write(
        "nemesis.jsonl",
        """
        {"process":"nemesis","type":"start","f":"phase","value":"faults","time":0}
        {"process":"nemesis","type":"seen","f":"leader","value":"n1 leads in term 3","time":500000}
        {"process":"nemesis","type":"start","f":"kill","value":"kill n1","time":1000000}
        {"process":"nemesis","type":"stop","f":"kill","value":"kill n1","time":2500000}
        """);
    write("config.json", "{\"workload\":\"register\",\"nemeses\":[\"kill\"]}");
    write("counters.json", "{\"kills\":1}");
    write(
        "verdict.json",
        """
        {"verdict":"invalid","checks":[{"name":"linearizable","answer":"invalid",
         "anomalies":["no order explains [#3 p2 read -> 0]"],"facts":{}}]}
        """);

    // when
    Report.write(folder);

    // then
    String page = Files.readString(folder.resolve(Report.FILE));
    assertThat(page)
        .contains("\"node\":\"n1\",\"term\":\"3\"")
        .contains("\"nemesis\":\"kill\",\"what\":\"kill n1\"")
        .contains("no order explains [#3 p2 read")
        .contains("[3,2,1,0,3000,4000,0,")
        .doesNotContain("/*DATA*/", "/*CSS*/", "/*JS*/")
        .doesNotContain("src=", "http://", "https://", "@import");
    // What operations hold cannot end the script.
    assertThat(page.split("</script>", -1)).hasSize(3);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
