package io.caxton.jepsen.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.history.History;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows each checker small histories made by hand, good and bad ones: a checker that is blind to
 * what a bad one is named for fails here. Names are checker.verdict.what.
 */
class RecordedHistoriesTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldJudgeAsNamed(String name) {
    // given
    String[] words = name.split("\\.");
    Checker checker = checker(words[0]);

    // when
    Verdict verdict = checker.check(History.read(FOLDER.resolve(name)));

    // then
    Verdict.Answer expected =
        switch (words[1]) {
          case "good" -> Verdict.Answer.VALID;
          case "bad" -> Verdict.Answer.INVALID;
          default -> Verdict.Answer.UNKNOWN;
        };
    assertThat(verdict.answer()).as("%s", verdict).isEqualTo(expected);
    assertThat(verdict.anomalies().isEmpty()).isEqualTo(expected != Verdict.Answer.INVALID);
  }

  private static Checker checker(String name) {
    return switch (name) {
      case "register" -> new Linearizable(new RegisterModel());
      case "counter" -> new Linearizable(new CounterModel());
      case "agent" -> new Linearizable(new AgentModel());
      case "exactly-once" -> new CounterChecker();
      case "set" -> new SetChecker();
      case "tasks" -> new TaskRules(TaskRules.DRIFT_PERCENT);
      case "sagas" -> new SagaChecker();
      case "keys" -> new KeyRules();
      case "dead" -> new DeadChecker(3);
      case "schedules" -> new ScheduleChecker();
      case "leases" -> new LeaseChecker(TaskRules.DRIFT_PERCENT);
      case "watch" -> new WatchChecker();
      case "journal" -> new JournalChecker();
      case "conversation" -> new ConversationChecker();
      case "recovery" -> new RecoveryChecker();
      case "commit" -> new CommitChecker();
      case "zombies" -> new ZombieChecker();
      case "history" -> new WellFormed();
      case "statistics" -> new Statistics();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
