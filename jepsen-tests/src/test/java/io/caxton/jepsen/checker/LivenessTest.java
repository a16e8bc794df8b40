package io.caxton.jepsen.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private final List<Op> history = new ArrayList<>();

  private void call(String f, Type end, long from, long to) {
    history.add(new Op(1, Type.INVOKE, f, "k", null, from, Optional.empty()));
    history.add(new Op(1, end, f, "k", null, to, Optional.empty()));
  }

  @Test
  void shouldAcceptProgressOfEveryKind() {
    call("read", Type.OK, 0, 1);
    call("write", Type.OK, 2, 3);
    call("write", Type.FAIL, 10, 11);
    call("write", Type.OK, 12, 13);
    call("read", Type.OK, 14, 15);
    assertThat(new Liveness(10, 20).check(history).answer()).isEqualTo(Answer.VALID);
  }

  @Test
  void shouldNameTheKindThatHangs() {
    call("read", Type.OK, 0, 1);
    call("write", Type.OK, 2, 3);
    call("read", Type.OK, 10, 11);
    call("write", Type.FAIL, 12, 19);
    assertThat(new Liveness(10, 20).check(history).anomalies())
        .singleElement()
        .asString()
        .contains("no write succeeded");
  }

  @Test
  void shouldRefuseSilence() {
    call("read", Type.OK, 0, 1);
    assertThat(new Liveness(10, 20).check(history).answer()).isEqualTo(Answer.INVALID);
  }
}
