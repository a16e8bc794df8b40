package io.caxton.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.error.RefusedException;
import io.caxton.state.body.DamagedBodyException;
import org.junit.jupiter.api.Test;

class ReadyPumpTest {
  private final FakeCall<Integer> call = new FakeCall<>();
  private final StreamLimit limit = new StreamLimit(1);

  /** Counts from 1 to {@code last}; runs where it is called. */
  private final class Counting extends ReadyPump<Integer> {
    private final int last;
    private int next = 1;
    private int ends;
    private boolean broken;

    Counting(int last) {
      super(call, Runnable::run, limit);
      this.last = last;
    }

    @Override
    boolean step() throws DamagedBodyException {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (next > last) {
        complete();
        return false;
      }
      send(next++);
      return true;
    }

    @Override
    void ended() {
      ends++;
    }
  }

  @Test
  void shouldMakeNoMessageBeforeTheReaderTakesIt() {
    Counting pump = new Counting(5);
    pump.begin();
    pump.start();
    assertThat(call.sent).isEmpty();

    call.take(2);
    assertThat(pump.next).isEqualTo(3);
    call.take(10);
    assertThat(call.sent).containsExactly(1, 2, 3, 4, 5);
    assertThat(call.completed).isTrue();
    assertThat(limit.open()).isZero();
  }

  @Test
  void shouldSendNothingBeforeItIsKnownWhat() {
    Counting pump = new Counting(5);
    pump.begin();
    call.take(10);
    pump.pump();
    assertThat(call.sent).isEmpty();

    pump.start();
    assertThat(call.sent).hasSize(5);
  }

  @Test
  void shouldEndOnceWhoeverEndsIt() {
    Counting pump = new Counting(5);
    pump.begin();
    pump.start();
    call.take(1);
    call.cancel();
    call.take(10);
    pump.fail(new IllegalStateException("late"));

    assertThat(call.sent).hasSize(1);
    assertThat(call.error).isNull();
    assertThat(pump.ends).isEqualTo(1);
    assertThat(limit.open()).isZero();
  }

  @Test
  void shouldTellTheReaderOfAFault() {
    Counting pump = new Counting(5);
    pump.begin();
    pump.start();
    call.take(1);
    pump.broken = true;
    call.take(1);

    assertThat(call.error).hasMessageContaining("INTERNAL");
    assertThat(limit.open()).isZero();
  }

  @Test
  void shouldRefuseMoreStreamsThanTheLimit() {
    new Counting(1).begin();
    assertThatThrownBy(() -> new Counting(1).begin()).isInstanceOf(RefusedException.class);
    assertThat(limit.open()).isEqualTo(1);
  }
}
