package io.caxton.state;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.state.body.BodyRun;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MailKeys;
import io.caxton.state.core.Rebuild;
import io.caxton.state.core.TaskLoad;
import io.caxton.state.snapshot.EntryBytes;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Journal;
import io.caxton.v1.Obligation;
import io.caxton.v1.Outcome;
import io.caxton.v1.Queue;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.Schedule;
import io.caxton.v1.Session;
import io.caxton.v1.StateHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a state machine of exported rows. Each row is put once; rows may come in any order of
 * tables and keys. One thread at a time.
 *
 * <p>Anything that cannot be is an IllegalStateException: the rows are not those of a snapshot.
 */
public final class StateLoader {
  private final StateHeader header;
  private final Core core;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, TaskLoad> tasks = new HashMap<>();
  // The fleet of the row before, and what its keys begin with.
  private Fleet lastFleet;
  private TaskLoad lastTasks;
  private String lastName = "";
  private byte[] lastPrefix = {};

  public StateLoader(Limits limits, StateHeader header) {
    this.core = new Core(limits);
    this.header = header;
  }

  /** The runs of bodies that the rows tell of, oldest first. */
  public void bodies(List<BodyRun> runs) {
    core.bodies().restoreRuns(runs);
  }

  /** A million tasks come so: their bytes are copied once. */
  void put(String table, EntryBytes entry) {
    if (!table.equals(Tables.TASKS)) {
      put(table, entry.key(), entry.value());
      return;
    }
    fleet(entry.keyArray(), entry.keyFrom(), entry.keyTo());
    try {
      lastTasks.add(
          entry.keyArray(),
          entry.keyFrom() + lastPrefix.length,
          entry.keyTo(),
          entry.valueArray(),
          entry.valueFrom(),
          entry.valueTo());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a row of table " + table + " cannot be read", e);
    }
  }

  /** The arrays are not kept. */
  public void put(String table, byte[] key, byte[] value) {
    try {
      switch (table) {
        case Tables.SESSIONS -> core.sessions().rows().load(Keys.id(key), Session.parseFrom(value));
        case Tables.OUTCOMES ->
            core.sessions().outcomes().load(Keys.outcomeKey(key), Outcome.parseFrom(value));
        case Tables.TASKS -> {
          fleet(key);
          lastTasks.add(key, lastPrefix.length, key.length, value, 0, value.length);
        }
        case Tables.AGENTS -> {
          Agent agent = Agent.parseFrom(value);
          fleet(key).agents().load(name(agent.getId()), agent);
        }
        case Tables.ROUTES -> {
          Route route = Route.parseFrom(value);
          fleet(key).routes().load(route.getName(), route);
        }
        case Tables.QUEUES -> {
          Queue queue = Queue.parseFrom(value);
          fleet(key).queues().load(name(queue.getName()), queue);
        }
        case Tables.SAGAS -> {
          Saga saga = Saga.parseFrom(value);
          fleet(key).sagas().rows().load(saga.getId(), saga);
        }
        case Tables.JOURNALS -> {
          Journal journal = Journal.parseFrom(value);
          fleet(key).memory().journals().load(name(journal.getAgentId()), journal);
        }
        case Tables.CHECKPOINTS -> {
          AgentCheckpoints checkpoints = AgentCheckpoints.parseFrom(value);
          fleet(key).memory().checkpoints().load(name(checkpoints.getAgentId()), checkpoints);
        }
        case Tables.RECOVERIES -> {
          RecoveryRecord recovery = RecoveryRecord.parseFrom(value);
          fleet(key).memory().recoveries().load(name(recovery.getAgentId()), recovery);
        }
        case Tables.CONVERSATIONS -> {
          Conversation conversation = Conversation.parseFrom(value);
          fleet(key).mail().conversations().load(name(conversation.getId()), conversation);
        }
        case Tables.INBOX -> {
          InboxMessage.Builder message = InboxMessage.newBuilder().mergeFrom(value);
          message.setConversationId(name(message.getConversationId()));
          message.setToAgent(name(message.getToAgent()));
          fleet(key)
              .mail()
              .inbox()
              .load(MailKeys.of(message.getConversationId(), message.getSeq()), message.build());
        }
        case Tables.OBLIGATIONS -> {
          Obligation obligation = Obligation.parseFrom(value);
          fleet(key)
              .mail()
              .obligations()
              .load(MailKeys.of(obligation.getConversationId(), obligation.getSeq()), obligation);
        }
        case Tables.SCHEDULES -> {
          Schedule schedule = Schedule.parseFrom(value);
          fleet(key).schedules().rows().load(name(schedule.getId()), schedule);
        }
        default -> throw new IllegalStateException("unknown table: " + table);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a row of table " + table + " cannot be read", e);
    }
  }

  /** Builds the indexes. The loader must not be used any more. */
  public StateMachine finish() {
    Rebuild.all(core, header, tasks);
    return new StateMachine(core);
  }

  private String name(String name) {
    if (name.equals(lastName)) {
      return lastName;
    }
    lastName = nameOf(name);
    return lastName;
  }

  private String nameOf(String name) {
    String known = names.putIfAbsent(name, name);
    return known == null ? name : known;
  }

  private Fleet fleet(byte[] key) {
    return fleet(key, 0, key.length);
  }

  private Fleet fleet(byte[] array, int from, int to) {
    int length = lastPrefix.length;
    if (length == 0
        || to - from < length
        || !Arrays.equals(array, from, from + length, lastPrefix, 0, length)) {
      byte[] key = Arrays.copyOfRange(array, from, to);
      length = Keys.prefixLength(key);
      lastPrefix = Arrays.copyOf(key, length);
      lastFleet = core.fleets().add(Keys.fleet(key, length));
      lastTasks =
          tasks.computeIfAbsent(lastFleet.name(), name -> new TaskLoad(lastFleet, this::nameOf));
    }
    return lastFleet;
  }
}
