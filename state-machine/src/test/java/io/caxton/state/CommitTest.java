package io.caxton.state;

import static io.caxton.state.Talk.message;
import static io.caxton.state.Talk.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.core.Invariants;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewTask;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.Refusal;
import io.caxton.v1.Submitted;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One step of an agent: all of it or nothing. */
class CommitTest {
  private final Talk talk = new Talk(new ConversationLimits(100, 3, 3, 100, 2, 100));
  private Agent ann;
  private Agent bob;
  private Grant grant;

  /** Bob has a message and a task. */
  @BeforeEach
  void giveBobSomethingToDo() {
    ann = talk.register("ann");
    bob = talk.register("bob");
    talk.open(ann, "c");
    talk.send(ann, Talk.question("c", "bob", "q", 0));
    talk.receive(bob);
    talk.replica.submit("t");
    grant = talk.replica.grant(bob);
  }

  private CommitRequest.Builder step() {
    return CommitRequest.newBuilder()
        .setAgentId("bob")
        .setEpoch(bob.getEpoch())
        .setExpectedLastSeq(0)
        .addEvents(event("e1"))
        .addEvents(event("e2"))
        .addAcks(Talk.id("c", 1))
        .addCompletions(completion(grant))
        .addMessages(Talk.answer("c", "ann", "q"))
        .addMessages(message("c", "bob", "note to self"))
        .addTasks(NewTask.newBuilder().setId("next"))
        .addTasks(NewTask.newBuilder().setQueue("new"));
  }

  private static NewEvent event(String text) {
    return NewEvent.newBuilder().setBody(ByteString.copyFromUtf8(text)).build();
  }

  private static Completion completion(Grant grant) {
    return Completion.newBuilder()
        .setTaskId(grant.getTaskId())
        .setFence(grant.getFence())
        .setResult(ByteString.copyFromUtf8("done"))
        .build();
  }

  private CommitResponse commit(CommitRequest.Builder step) {
    var reply = talk.replica.reply(Command.newBuilder().setCommit(step));
    assertThat(reply.hasCommit()).as("%s", reply).isTrue();
    Invariants.check(talk.replica.machine.core());
    return reply.getCommit();
  }

  @Test
  void shouldDoAllOfIt() {
    CommitResponse done = commit(step());

    assertThat(done.getFirstSeq()).isEqualTo(1);
    assertThat(done.getLastSeq()).isEqualTo(2);
    assertThat(done.getSentList()).extracting(sent -> sent.getSeq()).containsExactly(2L, 3L);
    assertThat(done.getSubmittedList()).extracting(Submitted::getCreated).containsOnly(true);
    assertThat(talk.replica.task("t").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(talk.replica.task("t").getResult().toStringUtf8()).isEqualTo("done");
    assertThat(talk.replica.task("next").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(talk.state().obligations("")).isEmpty();
    assertThat(texts(talk.receive(ann))).containsExactly("!");
    assertThat(texts(talk.receive(bob))).containsExactly("note to self");
  }

  @Test
  void shouldNotDoAgainWhatWasDone() {
    commit(step());

    assertRefused(step().clearExpectedLastSeq(), ErrorReason.NOT_FOUND, "acks[0]");
    assertRefused(step(), ErrorReason.JOURNAL_CONFLICT, "events");
  }

  @Test
  void shouldCountOnceWhenTheSameRequestComesAgain() {
    Command command = Command.newBuilder().setCommit(step().setCall(talk.replica.call())).build();
    Result first = talk.replica.apply(command);
    Result again = talk.replica.apply(command);

    assertThat(again.replayed()).isTrue();
    assertThat(again.reply().getCommit().getSentList())
        .isEqualTo(first.reply().getCommit().getSentList());
    assertThat(talk.conversation("c").getLastSeq()).isEqualTo(3);
  }

  @Test
  void shouldDoNothingWhenAnyItemIsRefused() {
    talk.open(ann, "closed");
    talk.close(ann, "closed");
    Completion lost = completion(grant).toBuilder().setFence(1).build();
    talk.replica.submit(NewTask.newBuilder().setId("other").setPriority(3));

    assertRefused(step().setExpectedLastSeq(1), ErrorReason.JOURNAL_CONFLICT, "events");
    assertRefused(step().setCheckpointVersion(7), ErrorReason.NOT_FOUND, "checkpoint_version");
    assertRefused(step().addAcks(Talk.id("c", 2)), ErrorReason.NOT_FOUND, "acks[1]");
    assertRefused(step().setCompletions(0, lost), ErrorReason.LEASE_LOST, "completions[0]");
    assertRefused(
        step().addCompletions(Completion.newBuilder().setTaskId("no")),
        ErrorReason.NOT_FOUND,
        "completions[1]");
    assertRefused(
        step().addMessages(message("closed", "ann", "")),
        ErrorReason.CONVERSATION_CLOSED,
        "messages[2]");
    assertRefused(
        step().addMessages(message("c", "nobody", "")), ErrorReason.NOT_FOUND, "messages[2]");
    assertRefused(
        step().addMessages(Talk.toCapability("c", "none", "")),
        ErrorReason.NO_PROVIDER,
        "messages[2]");
    assertRefused(
        step().addTasks(NewTask.newBuilder().setId("other")),
        ErrorReason.ALREADY_EXISTS,
        "tasks[2]");
    commit(step());
  }

  /** And the state is the same row for row. */
  private void assertRefused(CommitRequest.Builder step, ErrorReason reason, String field) {
    List<String> before = rows();
    Refusal refusal = talk.replica.refusal(Command.newBuilder().setCommit(step));
    assertThat(refusal.getReason()).isEqualTo(reason);
    assertThat(refusal.getField()).isEqualTo(field);
    assertThat(rows()).isEqualTo(before);
    Invariants.check(talk.replica.machine.core());
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (TableView table : talk.state().tables()) {
      table.forEach(
          (key, row) ->
              rows.add(table.name() + Arrays.toString(key) + Arrays.toString(row.toByteArray())));
    }
    return rows;
  }

  @Test
  void shouldNotTakeOnePlaceTwice() {
    // given: an inbox takes three, and what is in it counts
    CommitRequest.Builder step = step().clearMessages();
    for (int i = 0; i < 3; i++) {
      step.addMessages(message("c", "ann", "m" + i));
    }

    // then
    assertRefused(
        step.clone().addMessages(message("c", "ann", "one too many")),
        ErrorReason.INBOX_FULL,
        "messages[3]");
    commit(step);
    assertThat(talk.receive(ann)).hasSize(3);
  }

  @Test
  void shouldSpreadTheMessagesOfOneStepOverProviders() {
    talk.open(ann, "d");
    talk.register("p1", "sum");
    talk.register("p2", "sum");
    CommitRequest.Builder step = step().clearMessages();
    for (String id : new String[] {"c", "d"}) {
      step.addMessages(Talk.toCapability(id, "sum", ""));
    }

    assertThat(commit(step).getSentList())
        .extracting(sent -> sent.getToAgent())
        .containsExactly("p1", "p2");
  }

  @Test
  void shouldCountObligationsAndParticipantsOfTheWholeStep() {
    talk.register("eve");
    talk.register("joe");
    talk.open(ann, "d");

    assertRefused(
        step()
            .addMessages(Talk.question("d", "ann", "1", 0))
            .addMessages(Talk.question("d", "ann", "2", 0))
            .addMessages(Talk.question("d", "ann", "3", 0)),
        ErrorReason.LIMIT_REACHED,
        "messages[4]");
    assertRefused(
        step().addMessages(message("c", "eve", "")).addMessages(message("c", "joe", "")),
        ErrorReason.LIMIT_REACHED,
        "messages[3]");
  }

  @Test
  void shouldLetACompletionMakeRoomForItsFollowUp() {
    // given: the queue takes two tasks and has two
    talk.replica.submit("u");
    talk.replica.apply(
        Command.newBuilder()
            .setPutQueue(
                PutQueueRequest.newBuilder()
                    .setCall(talk.replica.call())
                    .setQueue(Queue.newBuilder().setTasksMax(2))));
    CommitRequest.Builder step = step().clearTasks().addTasks(NewTask.newBuilder().setId("next"));

    // then
    assertRefused(
        step.clone().addTasks(NewTask.newBuilder().setId("more")),
        ErrorReason.LIMIT_REACHED,
        "tasks[1]");
    commit(step);
  }

  @Test
  void shouldTakeATaskThatExistsForSubmitted() {
    CommitRequest.Builder step =
        step()
            .clearTasks()
            .addTasks(NewTask.newBuilder().setId("next"))
            .addTasks(NewTask.newBuilder().setId("next"))
            .addTasks(NewTask.newBuilder().setId("t"));

    assertThat(commit(step).getSubmittedList())
        .extracting(Submitted::getCreated)
        .containsExactly(true, false, false);
    assertThat(talk.replica.task("t").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldRefuseAnOlderInstance() {
    CommitRequest.Builder step = step();
    bob = talk.register("bob");

    assertThat(talk.replica.refusal(Command.newBuilder().setCommit(step)).getReason())
        .isEqualTo(ErrorReason.STALE_EPOCH);
  }
}
