package io.caxton.state.check;

import static io.caxton.state.check.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.caxton.state.RequestValidator;
import io.caxton.v1.AgentState;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueStatsRequest;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Refusal;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import io.caxton.v1.TransferLeadershipRequest;
import io.caxton.v1.WatchRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every bound of a request that changes nothing, from both sides. */
class ReadBoundsTest {
  private static final Message GET_AGENT = GetAgentRequest.newBuilder().setAgentId("a").build();
  private static final Message LIST_AGENTS =
      ListAgentsRequest.newBuilder()
          .addLabels(Samples.label("k"))
          .addStates(AgentState.AGENT_STATE_LOST)
          .build();
  private static final Message GET_TASK = GetTaskRequest.newBuilder().setTaskId("t").build();
  private static final TaskFilter FILTER =
      TaskFilter.newBuilder()
          .addLabels(Samples.label("k"))
          .addStates(TaskState.TASK_STATE_DEAD)
          .build();
  private static final Message LIST_TASKS = ListTasksRequest.newBuilder().setFilter(FILTER).build();
  private static final Message COUNT = CountTasksRequest.newBuilder().setFilter(FILTER).build();
  private static final Message AWAIT = AwaitTaskRequest.newBuilder().setTaskId("t").build();
  private static final Message GET_QUEUE = GetQueueRequest.newBuilder().setName("q").build();
  private static final Message LIST_QUEUES = ListQueuesRequest.getDefaultInstance();
  private static final Message GET_ROUTE = GetRouteRequest.newBuilder().setName("r").build();
  private static final Message RESOLVE = ResolveRouteRequest.newBuilder().setName("r").build();
  private static final Message EXPLAIN =
      ExplainRouteRequest.newBuilder().setCapability("ocr").build();
  private static final Message GET_SCHEDULE =
      GetScheduleRequest.newBuilder().setScheduleId("s").build();
  private static final Message LIST_SCHEDULES =
      ListSchedulesRequest.newBuilder().addLabels(Samples.label("k")).addStatesValue(1).build();
  private static final Message EXPLAIN_TASK =
      ExplainTaskRequest.newBuilder().setTaskId("t").build();
  private static final Message LIST_ROUTES =
      ListRoutesRequest.newBuilder().addLabels(Samples.label("k")).build();
  private static final Message WATCH = WatchRequest.newBuilder().addNounsValue(1).build();

  private static final List<Message> WITH_OPTIONS =
      List.of(
          GET_AGENT,
          LIST_AGENTS,
          GET_TASK,
          LIST_TASKS,
          COUNT,
          GET_QUEUE,
          LIST_QUEUES,
          GET_ROUTE,
          EXPLAIN,
          RESOLVE,
          LIST_ROUTES,
          GET_SCHEDULE,
          LIST_SCHEDULES,
          EXPLAIN_TASK);

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldBoundFleetAndOptionsOfEveryRead() {
    for (Message good : WITH_OPTIONS) {
      of(good, "fleet").allows("", x(64)).refuses(x(65), "a b", "a/b");
      of(good, "read.min_position").allows(0L, Long.MAX_VALUE).refuses(-1L, Long.MIN_VALUE);
      of(good, "read")
          .refusesAt("read.consistency", ReadOptions.newBuilder().setConsistencyValue(3).build());
      of(good, "read")
          .refusesAt("read.consistency", ReadOptions.newBuilder().setConsistencyValue(-1).build());
      of(good, "read").allows(ReadOptions.newBuilder().setConsistencyValue(2).build());
    }
    for (Message good : List.of(AWAIT, WATCH)) {
      of(good, "fleet").allows("", x(64)).refuses(x(65), "a b");
    }
  }

  @Test
  void shouldBoundPages() {
    for (Message good :
        List.of(LIST_AGENTS, LIST_TASKS, LIST_QUEUES, LIST_ROUTES, LIST_SCHEDULES)) {
      of(good, "page.size").allows(0, 1, 1_000).refuses(1_001, -1);
      of(good, "page.token").allows("", x(64), "0b-1.7").refuses(x(65), "not a token", "é");
    }
  }

  @Test
  void shouldBoundIds() {
    of(GET_AGENT, "agent_id").allows(x(128), "a:b").refuses("", x(129), "a b");
    for (Message good : List.of(GET_TASK, AWAIT, EXPLAIN_TASK)) {
      of(good, "task_id").allows(x(256), "a:b").refuses("", x(257), "a b");
    }
    of(GET_QUEUE, "name").allows(x(128)).refuses("", x(129), "a b");
    of(GetQueueStatsRequest.newBuilder().setName("q").build(), "name")
        .allows(x(128))
        .refuses("", x(129), "a b");
    for (Message good : List.of(GET_ROUTE, RESOLVE)) {
      of(good, "name").allows(x(256)).refuses("", x(257), "a b");
    }
    of(GET_SCHEDULE, "schedule_id").allows(x(200)).refuses("", x(201), "a b");
    of(AWAIT, "wait_millis").allows(0, 60_000).refuses(60_001, -1);
  }

  @Test
  void shouldBoundFilters() {
    for (Message good : List.of(LIST_TASKS, COUNT)) {
      of(good, "filter.queue").allows("", x(128)).refuses(x(129), "a b");
      of(good, "filter.id_prefix").allows("", x(256)).refuses(x(257), "a b");
      of(good, "filter.agent_id").allows("", x(128)).refuses(x(129), "a b");
      selector(good, "filter.");
      of(good, "filter")
          .allows(FILTER.toBuilder().addAllStatesValue(List.of(1, 7)).build())
          .refusesAt("filter.states[1]", FILTER.toBuilder().addStatesValue(8).build());
      of(good, "filter")
          .refusesAt("filter.states[1]", FILTER.toBuilder().addStatesValue(0).build());
      of(good, "filter")
          .refusesAt("filter.states[1]", FILTER.toBuilder().addStatesValue(-1).build());
      of(good, "filter")
          .allows(FILTER.toBuilder().addAllStatesValue(many(15, i -> 1)).build())
          .refusesAt(
              "filter.states", FILTER.toBuilder().addAllStatesValue(many(16, i -> 1)).build());
    }
    of(LIST_AGENTS, "capability").allows("", x(128)).refuses(x(129), "a/b");
    selector(LIST_AGENTS, "");
    assertThat(agentStates(6)).isEmpty();
    assertThat(agentStates(7)).isPresent();
    assertThat(agentStates(0)).isPresent();
    of(EXPLAIN, "capability").allows("a:1.2", x(128)).refuses("", "a:", "a b", x(129));
    of(EXPLAIN, "conversation_id").allows("", x(256)).refuses(x(257), "a b");
    of(EXPLAIN, "to_labels")
        .allows(Samples.many(32, i -> Samples.label("k" + i)))
        .refuses(Samples.many(33, i -> Samples.label("k" + i)));
    of(LIST_ROUTES, "name_prefix").allows("", x(256)).refuses(x(257), "a b");
    selector(LIST_ROUTES, "");
    of(LIST_SCHEDULES, "id_prefix").allows("", x(256)).refuses(x(257), "a b");
    selector(LIST_SCHEDULES, "");
    of(LIST_SCHEDULES, "read").allows(ReadOptions.getDefaultInstance());
    for (int state : new int[] {0, 4, -1}) {
      assertThat(
              RequestValidator.checkRead(
                  ListSchedulesRequest.newBuilder().addStatesValue(state).build()))
          .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("states[0]"));
    }
  }

  private static Optional<Refusal> agentStates(int number) {
    return RequestValidator.checkRead(
        ListAgentsRequest.newBuilder().addStatesValue(number).build());
  }

  private static void selector(Message good, String prefix) {
    of(good, prefix + "labels[0].key").allows(x(63)).refuses("", x(64), "a b");
    of(good, prefix + "labels[0].value").allows("", x(256)).refuses(x(257));
    of(good, prefix + "labels")
        .allows(many(32, i -> Samples.label("k" + i)))
        .refuses(many(33, i -> Samples.label("k" + i)));
    // Two values of one key: nothing could ever match.
    of(good, prefix + "labels")
        .refusesAt(prefix + "labels[1].key", List.of(Samples.label("k"), Samples.label("k")));
  }

  @Test
  void shouldBoundWatches() {
    of(WATCH, "from_position").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(WATCH, "id_prefix").allows("", x(256)).refuses(x(257), "a b");
    of(WATCH, "queue").allows("", x(128)).refuses(x(129), "a b");
    assertThat(nouns(6)).isEmpty();
    assertThat(nouns(0)).hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("nouns[0]"));
    // Numbers have gaps.
    assertThat(nouns(13)).isEmpty();
    assertThat(nouns(7))
        .hasValueSatisfying(
            r -> assertThat(r.getMessage()).startsWith("nouns[0] is 7; it must be 1 to "));
    assertThat(nouns(99))
        .hasValueSatisfying(
            r -> assertThat(r.getMessage()).startsWith("nouns[0] is 99; it must be 1 to "));
  }

  private static Optional<Refusal> nouns(int number) {
    return RequestValidator.checkRead(WatchRequest.newBuilder().addNounsValue(number).build());
  }

  @Test
  void shouldBoundWhatAnOperatorAsks() {
    of(GetDigestRequest.getDefaultInstance(), "min_position").allows(0L).refuses(-1L);
    of(TransferLeadershipRequest.getDefaultInstance(), "node_id")
        .allows("", x(32))
        .refuses(x(33), "a/b");
    Message change = ChangeMembersRequest.getDefaultInstance();
    of(change, "promote").allows(x(32)).refuses("", x(33), "a/b");
    of(change, "remove").allows(x(32)).refuses("", x(33), "a/b");
    assertThat(Bound.check(change))
        .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("change"));
    Message add =
        ChangeMembersRequest.newBuilder()
            .setAddListener(
                NodeAddress.newBuilder()
                    .setNodeId("n4")
                    .setClientAddress("h:1")
                    .setRaftAddress("h:2"))
            .build();
    of(add, "add_listener.node_id").allows(x(32)).refuses("", x(33), "a/b");
    for (String address : List.of("client_address", "raft_address")) {
      of(add, "add_listener." + address)
          .allows("10.0.0.1:65535", "[::1]:1", x(253) + ":65535")
          .refuses("", "h", ":1", "h:", "h:0", "h:65536", "h:1x", "h:-1", x(260) + ":1")
          // what no channel can be made for
          .refuses("n_4:1", "::1:1", "a b:1", "u@h:1", "h:1/x", "h\u00e9:1");
    }
  }
}
