package io.caxton.state.check;

import com.google.protobuf.Message;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.GetConversationRequest;
import io.caxton.v1.GetJournalRequest;
import io.caxton.v1.ListCheckpointsRequest;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListObligationsRequest;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.MessageId;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadHistoryRequest;
import java.util.List;

/** Reads of journals, checkpoints, conversations and recoveries. */
final class AgentReadChecks {
  private static final int SCHEMAS_MAX = 64;
  private static final int SCHEMA_CHARACTERS_MAX = 128;
  private static final int CREDIT_MAX = 10_000;
  private static final int HELD_MAX = 10_000;

  private AgentReadChecks() {}

  static void check(Checks checks, Message request) {
    switch (request) {
      case GetJournalRequest get -> {
        ReadChecks.reading(checks, get.getFleet(), get.getRead());
        CommonChecks.agent(checks, Path.ROOT, get.getAgentId());
      }
      case ReadEventsRequest read -> check(checks, read);
      case ListCheckpointsRequest list -> {
        ReadChecks.reading(checks, list.getFleet(), list.getRead());
        CommonChecks.agent(checks, Path.ROOT, list.getAgentId());
      }
      case LoadCheckpointRequest load -> check(checks, load);
      case ExplainRecoveryRequest explain -> check(checks, explain);
      case GetConversationRequest get -> {
        ReadChecks.reading(checks, get.getFleet(), get.getRead());
        conversation(checks, Path.ROOT, get.getConversationId());
      }
      case ListConversationsRequest list -> check(checks, list);
      case ReadHistoryRequest read -> {
        ReadChecks.reading(checks, read.getFleet(), read.getRead());
        conversation(checks, Path.ROOT, read.getConversationId());
        span(checks, read.getFromSeq(), read.getToSeq());
      }
      case ListObligationsRequest list -> {
        ReadChecks.reading(checks, list.getFleet(), list.getRead());
        CommonChecks.agent(checks, Path.ROOT, list.getAgentId());
      }
      case OpenInbox open -> check(checks, open);
      default -> throw new IllegalArgumentException(request.getClass() + " is not a read");
    }
  }

  private static void check(Checks checks, ReadEventsRequest read) {
    ReadChecks.reading(checks, read.getFleet(), read.getRead());
    CommonChecks.agent(checks, Path.ROOT, read.getAgentId());
    if (read.getFollow()) {
      checks.range(Path.ROOT, "from_seq", read.getFromSeq(), 0, Long.MAX_VALUE);
      checks.range(Path.ROOT, "to_seq", read.getToSeq(), 0, 0);
    } else {
      span(checks, read.getFromSeq(), read.getToSeq());
    }
  }

  private static void check(Checks checks, LoadCheckpointRequest load) {
    ReadChecks.reading(checks, load.getFleet(), load.getRead());
    CommonChecks.agent(checks, Path.ROOT, load.getAgentId());
    checks.range(Path.ROOT, "version", load.getVersion(), 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "offset_bytes", load.getOffsetBytes(), 0, Long.MAX_VALUE);
  }

  private static void check(Checks checks, ExplainRecoveryRequest explain) {
    ReadChecks.reading(checks, explain.getFleet(), explain.getRead());
    CommonChecks.agent(checks, Path.ROOT, explain.getAgentId());
    List<String> schemas = explain.getSchemaIdsList();
    checks.countMax(Path.ROOT, "schema_ids", schemas.size(), SCHEMAS_MAX);
    for (int i = 0; i < schemas.size() && !checks.failed(); i++) {
      int length = schemas.get(i).length();
      if (length < 1 || length > SCHEMA_CHARACTERS_MAX) {
        checks.fail(
            Path.ROOT,
            "schema_ids[" + i + "]",
            length + " characters long",
            "it must be 1 to " + SCHEMA_CHARACTERS_MAX);
      }
    }
  }

  private static void check(Checks checks, ListConversationsRequest list) {
    ReadChecks.reading(checks, list.getFleet(), list.getRead());
    CommonChecks.agentOrEmpty(checks, Path.ROOT, list.getAgentId());
    ReadChecks.known(checks, Path.ROOT, "states", list.getStatesList(), list.getStatesValueList());
    CommonChecks.labels(checks, Path.ROOT, list.getLabelsList());
    ReadChecks.page(checks, list.getPage());
  }

  private static void check(Checks checks, OpenInbox open) {
    CommonChecks.fleet(checks, open.getFleet());
    CommonChecks.agent(checks, Path.ROOT, open.getAgentId());
    checks.range(Path.ROOT, "credit", open.getCredit(), 0, CREDIT_MAX);
    checks.countMax(Path.ROOT, "held", open.getHeldCount(), HELD_MAX);
    for (int i = 0; i < open.getHeldCount() && !checks.failed(); i++) {
      MessageId held = open.getHeld(i);
      Path item = Path.ROOT.in("held", i);
      conversation(checks, item, held.getConversationId());
      checks.range(item, "seq", held.getSeq(), 1, Long.MAX_VALUE);
    }
  }

  private static void conversation(Checks checks, Path path, String id) {
    checks.name(path, "conversation_id", id, Characters.ID, CommonChecks.ID_CHARACTERS_MAX);
  }

  /** 0 means the first kept and the end. */
  private static void span(Checks checks, long from, long to) {
    checks.range(Path.ROOT, "from_seq", from, 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "to_seq", to, 0, Long.MAX_VALUE);
    if (to != 0) {
      checks.range(Path.ROOT, "to_seq", to, from, Long.MAX_VALUE);
    }
  }
}
