package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Command;
import io.caxton.v1.Record;
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
    Seeds.each(MailModelTest.class, Integer.getInteger("caxton.histories", 6), MailModelTest::run);
  }

  private static void run(long seed) {
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
    assertThat(model.sent).isGreaterThan(100);
    assertThat(model.delivered).isGreaterThan(50);
    assertThat(model.timeouts).isPositive();
    assertThat(model.moved).isPositive();
  }
}
