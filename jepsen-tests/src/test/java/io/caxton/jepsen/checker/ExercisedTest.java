package io.caxton.jepsen.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.history.History;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExercisedTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  private static List<Op> history(String name) {
    return History.read(FOLDER.resolve(name + ".jsonl"));
  }

  @Test
  void shouldNotPassAHistoryInWhichWhatItIsAboutNeverHappened() {
    // given
    Checker checker = new Exercised(new KeyRules(), KeyRules.EXERCISED);

    // when
    Verdict verdict = checker.check(history("keys.good.submitted-together"));

    // then
    assertThat(verdict.answer()).isEqualTo(Verdict.Answer.UNKNOWN);
    assertThat(verdict.facts().get("why")).isEqualTo("never happened: waited, held_up, died");
  }

  @Test
  void shouldPassOneInWhichAllOfItDid() {
    Checker checker = new Exercised(new KeyRules(), KeyRules.EXERCISED);

    Verdict verdict = checker.check(history("keys.good.a-life-with-all"));

    assertThat(verdict.answer()).as("%s", verdict).isEqualTo(Verdict.Answer.VALID);
    assertThat(checker.name()).isEqualTo("keys");
  }

  @Test
  void shouldLeaveAnAnomalyAsItIs() {
    Checker checker = new Exercised(new KeyRules(), List.of("no-such-fact"));

    Verdict verdict = checker.check(history("keys.bad.two-at-once"));

    assertThat(verdict.answer()).isEqualTo(Verdict.Answer.INVALID);
    assertThat(verdict.anomalies()).isNotEmpty();
  }
}
