package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.client.fake.Fault;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest extends ClientTestBase {
  @Test
  void shouldOpenOneSessionForAllCalls() {
    CaxtonClient client = client();

    for (int i = 0; i < 20; i++) {
      client.tasks().submit(task("t" + i)).join();
    }

    assertThat(cluster.state().sessionsOpen()).isEqualTo(1);
    List<Call> calls = cluster.state().calls();
    assertThat(calls.stream().map(Call::getSequence)).doesNotHaveDuplicates();
    // Nothing was open when the last call went out, so all outcomes before it are freed.
    assertThat(calls.getLast().getFirstOpen()).isEqualTo(calls.getLast().getSequence());
  }

  @Test
  void shouldSendAgainUnderANewSessionWhatWasNeverExecuted() {
    CaxtonClient client = client();
    client.tasks().submit(task("a")).join();
    cluster.state().forgetSessions();

    assertThat(client.tasks().submit(task("b")).join().getCreated()).isTrue();
    assertThat(cluster.state().executions()).isEqualTo(2);
  }

  @Test
  void shouldLeaveUnknownWhatMayHaveBeenExecutedBeforeTheSessionExpired() {
    // given a call that was executed, whose answer was lost, and whose session is then forgotten
    CaxtonClient client = client();
    client.tasks().submit(task("a")).join();
    cluster.node(0).faults(new Fault.ExecuteInSilence());
    var call = client.tasks().submit(task("b"));
    await().until(() -> cluster.state().executions() == 2);
    cluster.state().forgetSessions();

    // then
    CaxtonException failure = failure(call);
    assertThat(failure).isInstanceOf(OutcomeUnknown.class);
    assertThat(failure.reason()).isEqualTo(ErrorReason.SESSION_EXPIRED);
    assertThat(cluster.state().executions()).isEqualTo(2);
    // and new calls have a new session
    assertThat(client.tasks().submit(task("c")).join().getCreated()).isTrue();
  }

  @Test
  void shouldCloseItsSessionWhenItCloses() {
    CaxtonClient client = client();
    client.tasks().submit(task("a")).join();

    client.close();

    assertThat(cluster.state().sessionsOpen()).isZero();
    CaxtonException failure = failure(client.tasks().submit(task("b")));
    assertThat(failure.definite()).isTrue();
  }

  @Test
  void shouldOpenAnotherSessionWhenTooManyCallsAreOpenInOne() {
    SequenceWindow window = new SequenceWindow();
    for (int i = 1; i <= SequenceWindow.OPEN_MAX; i++) {
      assertThat(window.open()).isEqualTo(i);
    }
    assertThat(window.open()).isZero();

    window.close(2);
    assertThat(window.open()).isZero();
    window.close(1);
    assertThat(window.firstOpen()).isEqualTo(3);
    assertThat(window.open()).isEqualTo(SequenceWindow.OPEN_MAX + 1);
  }

  @Test
  void shouldKeepFirstOpenRightOverMillionsOfCalls() {
    SequenceWindow window = new SequenceWindow();
    long held = window.open();
    for (int i = 0; i < 15_000; i++) {
      window.close(window.open());
    }
    assertThat(window.firstOpen()).isEqualTo(held);
    window.close(held);
    assertThat(window.empty()).isTrue();
    long previous = window.open();
    for (int i = 0; i < 1_000_000; i++) {
      long next = window.open();
      window.close(previous);
      assertThat(window.firstOpen()).isEqualTo(next);
      previous = next;
    }
  }
}
