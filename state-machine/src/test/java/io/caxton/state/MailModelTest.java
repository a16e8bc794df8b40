package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Command;
import io.caxton.v1.Record;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random histories against {@link MailModel}: no message lost, none delivered out of order or twice
 * at once, no question without its end.
 *
 * <p>One seed again: {@code -Dtest=MailModelTest -Dcaxton.seed=SEED}; longer: {@code
 * -Dcaxton.histories=N}.
 */
class MailModelTest {
  private static final int RECORDS = 1_500;

  @Test
  void shouldKeepItsPromisesOfMessages() {
    List<MailModel> models = new ArrayList<>();
    Seeds.each(
        MailModelTest.class,
        Integer.getInteger("caxton.histories", 6),
        seed -> models.add(run(seed)));

    // One history alone may hold little.
    assertThat(models.stream().mapToLong(model -> model.sent).sum())
        .isGreaterThan(50L * models.size());
    assertThat(models.stream().mapToLong(model -> model.delivered).sum())
        .isGreaterThan(25L * models.size());
    if (models.size() > 1) {
      assertThat(models.stream().mapToLong(model -> model.timeouts).sum()).isPositive();
      assertThat(models.stream().mapToLong(model -> model.moved).sum()).isPositive();
    }
  }

  private static MailModel run(long seed) {
    RandomHistory history = new RandomHistory(seed);
    StateMachine machine = new StateMachine(ReplayEqualsLiveTest.LIMITS);
    MailModel model = new MailModel();
    for (int i = 0; i < RECORDS; i++) {
      Record record = history.next(machine.freeze());
      // One by one, so that the model sees what each does.
      for (Command command : record.getCommandsList()) {
        machine.apply(
            record.toBuilder().clearCommands().addCommands(command).build(),
            (index, result) -> {
              if (result.reply().hasOpenSession()) {
                history.opened(result.reply().getOpenSession().getSessionId());
              }
              model.applied(command, result, machine);
            });
      }
    }
    return model;
  }
}
