package io.caxton.jepsen.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  @Test
  void shouldReadBackWhatWasWritten() {
    // given operations with every kind of value
    Map<String, Object> grant = new LinkedHashMap<>();
    grant.put("task", "t1");
    grant.put("token", 7L);
    grant.put("none", null);
    List<Op> ops = new ArrayList<>();
    ops.add(Op.invoke(1, "claim", "q", null));
    ops.add(ops.getFirst().ok(grant));
    ops.add(Op.invoke(1, "cas", "r\"1", Arrays.asList(1L, null)));
    ops.add(ops.getLast().fail("it's \u2028 \"no\"\n"));
    ops.add(Op.invoke(1, "set", "s", true));
    ops.add(ops.getLast().info("no answer"));

    // when they are written and read
    Path file = folder.resolve("history.jsonl");
    try (History history = History.create(file)) {
      ops.forEach(history::append);
    }

    // then they are the same
    assertThat(History.read(file)).isEqualTo(ops);
  }

  @Test
  void shouldWriteTheFormatThatOthersRead() throws IOException {
    Path file = folder.resolve("history.jsonl");
    try (History history = History.create(file)) {
      history.append(new Op(3, Op.Type.OK, "read", "k", null, 42, java.util.Optional.empty()));
    }
    assertThat(Files.readString(file))
        .isEqualTo(
            "{\"process\":3,\"type\":\"ok\",\"f\":\"read\",\"key\":\"k\",\"value\":null,"
                + "\"time\":42}\n");
  }

  @Test
  void shouldLeaveOutALineThatWasHalfWritten() throws IOException {
    Path file = folder.resolve("history.jsonl");
    try (History history = History.create(file)) {
      history.append(Op.invoke(1, "read", "k", null));
    }
    Files.writeString(file, "{\"process\":1,\"ty", StandardOpenOption.APPEND);
    assertThat(History.read(file)).hasSize(1);
  }
}
