package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.RedeliverGrants;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thousand grants with payloads of 1 MiB are an answer that no client takes. */
class GrantBudgetTest {
  private static final int PAYLOAD = 400 << 10;

  private final Replica replica = new Replica();

  @Test
  void shouldGrantNoMoreThanAnAnswerCanCarry() {
    // given
    Agent agent = replica.register("a");
    for (int i = 0; i < 7; i++) {
      replica.submit(NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[PAYLOAD])));
    }

    // then
    assertThat(replica.grants(agent, 1_000)).hasSize(3);
    assertThat(replica.grants(agent, 1_000)).hasSize(3);
    assertThat(replica.grants(agent, 1_000)).hasSize(1);
    assertThat(replica.grants(agent, 1_000)).isEmpty();

    // and neither when they are delivered again
    List<Grant> again =
        replica
            .reply(
                Command.newBuilder()
                    .setRedeliverGrants(
                        RedeliverGrants.newBuilder()
                            .setAgentId(agent.getId())
                            .setEpoch(agent.getEpoch())))
            .getRedeliverGrants()
            .getGrantsList();
    assertThat(again).hasSize(3);
  }

  @Test
  void shouldGrantATaskWithTheLargestPayload() {
    Agent agent = replica.register("a");
    replica.submit(NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[1 << 20])));
    assertThat(replica.grants(agent, 10)).hasSize(1);
  }
}
