package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FenceTest {
  private static final Duration LEASE = Duration.ofMinutes(10);

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldRaiseTheFenceWithEachClaimOfTheSameTask() {
    // given a task
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());
    Ask ask = new Ask(client);
    GrantedTasks agent = ask.agent("a1", LEASE);
    ask.submit("t1", "fenced");

    // when it is claimed and released many times, over a change of leaders
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Grant grant = Ask.claim(agent, "fenced", 1, LEASE, Duration.ofSeconds(10)).getFirst();
      grants.add(grant);
      Ask.release(agent, grant);
      if (i == 10) {
        cluster.awaitLeader().kill();
      }
    }
    Grant last = Ask.claim(agent, "fenced", 1, LEASE, Duration.ofSeconds(10)).getFirst();
    grants.add(last);

    // then the fences rise, and only the last one may complete
    List<Long> fences = grants.stream().map(Grant::getFence).toList();
    assertThat(fences).isSorted().doesNotHaveDuplicates();
    assertThat(grants).allMatch(grant -> grant.getAttempt() == 1);
    CaxtonException stale =
        catchThrowableOfType(
            CaxtonException.class, () -> Ask.complete(agent, grants.get(grants.size() - 2)));
    assertThat(stale.reason()).isEqualTo(ErrorReason.LEASE_LOST);
    Ask.complete(agent, last);
    assertThat(ask.task("t1").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }
}
