package io.caxton.state.check;

import com.google.protobuf.Message;
import com.google.protobuf.ProtocolMessageEnum;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueStatsRequest;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.Page;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Refusal;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.WatchRequest;
import java.util.List;
import java.util.Optional;

/**
 * Requests that change nothing. A condition that no resource can meet is refused: an empty answer
 * would look as if there were none.
 */
public final class ReadChecks {
  /** The items of one page. */
  public static final int PAGE_SIZE_MAX = 1_000;

  static final int TOKEN_CHARACTERS_MAX = 64;
  static final int ENUMS_MAX = 16;
  static final int AWAIT_MILLIS_MAX = 60_000;

  private ReadChecks() {}

  public static Optional<Refusal> check(Message request) {
    Checks checks = new Checks();
    switch (request) {
      case GetAgentRequest get -> {
        reading(checks, get.getFleet(), get.getRead());
        CommonChecks.agent(checks, Path.ROOT, get.getAgentId());
      }
      case ListAgentsRequest list -> check(checks, list);
      case GetTaskRequest get -> {
        reading(checks, get.getFleet(), get.getRead());
        CommonChecks.taskId(checks, Path.ROOT, get.getTaskId());
      }
      case ExplainTaskRequest explain -> {
        reading(checks, explain.getFleet(), explain.getRead());
        CommonChecks.taskId(checks, Path.ROOT, explain.getTaskId());
      }
      case ListTasksRequest list -> {
        reading(checks, list.getFleet(), list.getRead());
        filter(checks, list.getFilter());
        page(checks, list.getPage());
      }
      case CountTasksRequest count -> {
        reading(checks, count.getFleet(), count.getRead());
        filter(checks, count.getFilter());
      }
      case AwaitTaskRequest await -> {
        CommonChecks.fleet(checks, await.getFleet());
        CommonChecks.taskId(checks, Path.ROOT, await.getTaskId());
        checks.range(Path.ROOT, "wait_millis", await.getWaitMillis(), 0, AWAIT_MILLIS_MAX);
      }
      case GetQueueRequest get -> {
        reading(checks, get.getFleet(), get.getRead());
        CommonChecks.queueGiven(checks, Path.ROOT, "name", get.getName());
      }
      case GetQueueStatsRequest get -> {
        reading(checks, get.getFleet(), get.getRead());
        CommonChecks.queueGiven(checks, Path.ROOT, "name", get.getName());
      }
      case ListQueuesRequest list -> {
        reading(checks, list.getFleet(), list.getRead());
        page(checks, list.getPage());
      }
      case GetRouteRequest get -> {
        reading(checks, get.getFleet(), get.getRead());
        CommonChecks.route(checks, get.getName());
      }
      case ResolveRouteRequest resolve -> {
        reading(checks, resolve.getFleet(), resolve.getRead());
        CommonChecks.route(checks, resolve.getName());
      }
      case ExplainRouteRequest explain -> {
        reading(checks, explain.getFleet(), explain.getRead());
        CommonChecks.capabilityOfVersion(checks, Path.ROOT, "capability", explain.getCapability());
        checks.nameOrEmpty(
            Path.ROOT,
            "conversation_id",
            explain.getConversationId(),
            Characters.ID,
            CommonChecks.ID_CHARACTERS_MAX);
        CommonChecks.labels(checks, Path.ROOT, "to_labels", explain.getToLabelsList());
      }
      case ListRoutesRequest list -> {
        reading(checks, list.getFleet(), list.getRead());
        prefix(checks, Path.ROOT, "name_prefix", list.getNamePrefix());
        CommonChecks.labels(checks, Path.ROOT, list.getLabelsList());
        page(checks, list.getPage());
      }
      case GetSagaRequest get -> SagaChecks.check(checks, get);
      case ListSagasRequest list -> SagaChecks.check(checks, list);
      case WatchRequest watch -> check(checks, watch);
      case GetDigestRequest get ->
          position(checks, Path.ROOT, "min_position", get.getMinPosition());
      case GetScheduleRequest get -> ScheduleChecks.checkRead(checks, get);
      case ListSchedulesRequest list -> ScheduleChecks.checkRead(checks, list);
      default -> AgentReadChecks.check(checks, request);
    }
    return checks.refusal();
  }

  private static void check(Checks checks, ListAgentsRequest request) {
    reading(checks, request.getFleet(), request.getRead());
    CommonChecks.labels(checks, Path.ROOT, request.getLabelsList());
    known(checks, Path.ROOT, "states", request.getStatesList(), request.getStatesValueList());
    CommonChecks.capabilityOrEmpty(checks, Path.ROOT, "capability", request.getCapability());
    page(checks, request.getPage());
  }

  private static void check(Checks checks, WatchRequest request) {
    CommonChecks.fleet(checks, request.getFleet());
    position(checks, Path.ROOT, "from_position", request.getFromPosition());
    known(checks, Path.ROOT, "nouns", request.getNounsList(), request.getNounsValueList());
    prefix(checks, Path.ROOT, "id_prefix", request.getIdPrefix());
    CommonChecks.queue(checks, Path.ROOT, "queue", request.getQueue());
  }

  static void reading(Checks checks, String fleet, ReadOptions read) {
    CommonChecks.fleet(checks, fleet);
    Path path = Path.ROOT.in("read");
    if (read.getConsistency() == ReadOptions.Consistency.UNRECOGNIZED) {
      checks.fail(
          path, "consistency", Integer.toString(read.getConsistencyValue()), "it must be 0 to 2");
    }
    position(checks, path, "min_position", read.getMinPosition());
  }

  private static void filter(Checks checks, TaskFilter filter) {
    Path path = Path.ROOT.in("filter");
    CommonChecks.queue(checks, path, "queue", filter.getQueue());
    known(checks, path, "states", filter.getStatesList(), filter.getStatesValueList());
    CommonChecks.labels(checks, path, filter.getLabelsList());
    prefix(checks, path, "id_prefix", filter.getIdPrefix());
    CommonChecks.agentOrEmpty(checks, path, filter.getAgentId());
  }

  static void page(Checks checks, Page page) {
    Path path = Path.ROOT.in("page");
    checks.range(path, "size", page.getSize(), 0, PAGE_SIZE_MAX);
    checks.nameOrEmpty(path, "token", page.getToken(), Characters.PLAIN, TOKEN_CHARACTERS_MAX);
  }

  private static void position(Checks checks, Path path, String name, long position) {
    checks.range(path, name, position, 0, Long.MAX_VALUE);
  }

  static void prefix(Checks checks, Path path, String name, String prefix) {
    checks.nameOrEmpty(path, name, prefix, Characters.ID, CommonChecks.ID_CHARACTERS_MAX);
  }

  /** Each must be a number of its enum other than 0, which says nothing. */
  static void known(
      Checks checks,
      Path path,
      String name,
      List<? extends ProtocolMessageEnum> given,
      List<Integer> numbers) {
    checks.countMax(path, name, given.size(), ENUMS_MAX);
    for (int i = 0; i < given.size() && !checks.failed(); i++) {
      int number = numbers.get(i);
      int last = given.get(i).getDescriptorForType().getValues().getLast().getNumber();
      boolean unknown = given.get(i).getDescriptorForType().findValueByNumber(number) == null;
      if (number < 1 || unknown) {
        checks.fail(
            path,
            name + "[" + i + "]",
            Integer.toString(number),
            "it must be 1 to " + last + (number < last ? ", and known" : ""));
      }
    }
  }
}
