package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.Agent;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationState;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.Obligation;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.RedeliverMessages;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The commands of conversations in a {@link RandomHistory}. */
final class RandomTalk {
  static final String[] CAPABILITIES = {"sum", "mul", "sum:1", "sum:2"};

  private final Random random;
  private final RandomHistory history;

  RandomTalk(Random random, RandomHistory history) {
    this.random = random;
    this.history = history;
  }

  void fill(Command.Builder command) {
    Agent agent = history.agent();
    switch (random.nextInt(17)) {
      case 0, 1 -> open(command, agent);
      case 2, 3, 4, 5, 6 -> send(command, agent);
      case 7, 8, 9 -> receive(command, agent);
      case 10, 11 ->
          command.setAckMessages(
              AckMessagesRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setEpoch(agent.getEpoch())
                  .addAllMessages(some(agent)));
      case 12 -> nack(command, agent);
      case 13, 14, 15 -> commit(command, agent);
      default -> closeOrRedeliver(command, agent);
    }
  }

  private void open(Command.Builder command, Agent agent) {
    OpenConversationRequest.Builder request =
        OpenConversationRequest.newBuilder()
            .setCall(history.call())
            .setFleet(history.fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    if (random.nextInt(8) > 0) {
      request.setConversationId("c" + random.nextInt(60));
    }
    if (random.nextInt(3) == 0) {
      request.setIdleTimeoutMillis(1 + random.nextInt(20_000));
    }
    command.setOpenConversation(request);
  }

  private void send(Command.Builder command, Agent agent) {
    SendMessagesRequest.Builder request =
        SendMessagesRequest.newBuilder()
            .setCall(history.call())
            .setFleet(history.fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    int messages = 1 + random.nextInt(3);
    for (int i = 0; i < messages; i++) {
      request.addMessages(message(agent));
    }
    command.setSendMessages(request);
  }

  NewMessage.Builder message(Agent agent) {
    NewMessage.Builder message =
        NewMessage.newBuilder()
            .setConversationId(conversation())
            .setPerformative(Performative.forNumber(1 + random.nextInt(10)))
            .setBody(ByteString.copyFrom(new byte[random.nextInt(50)]));
    List<Obligation> owed = owedBy(agent);
    if (!owed.isEmpty() && random.nextBoolean()) {
      Obligation obligation = owed.get(random.nextInt(owed.size()));
      return message
          .setConversationId(obligation.getConversationId())
          .setToAgent(obligation.getCreditor())
          .setInReplyTo(obligation.getReplyWith());
    }
    if (random.nextInt(3) == 0) {
      toCapability(message).setWaitForProvider(random.nextBoolean());
    } else {
      message.setToAgent(history.agentId());
    }
    if (random.nextInt(3) == 0) {
      message.setReplyWith("r" + random.nextInt(5));
      message.setReplyWithinMillis(random.nextInt(3_000));
    }
    if (random.nextInt(4) == 0) {
      message.setTtlMillis(1 + random.nextInt(2_000));
    }
    return message;
  }

  NewMessage.Builder toCapability(NewMessage.Builder message) {
    message.setToCapability(CAPABILITIES[random.nextInt(CAPABILITIES.length)]);
    if (random.nextInt(4) == 0) {
      message.addToLabels(RandomHistory.label(random));
    }
    return message;
  }

  private void receive(Command.Builder command, Agent agent) {
    ReceiveMessagesRequest.Builder request =
        ReceiveMessagesRequest.newBuilder()
            .setFleet(history.fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .setMaxMessages(random.nextInt(4));
    if (random.nextBoolean()) {
      request.setCall(history.call());
    }
    command.setReceiveMessages(request);
  }

  private void nack(Command.Builder command, Agent agent) {
    command.setNackMessages(
        NackMessagesRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .addAllMessages(some(agent))
            .setDelayMillis(random.nextBoolean() ? 0 : random.nextInt(1_000)));
  }

  private void commit(Command.Builder command, Agent agent) {
    CommitRequest.Builder request =
        CommitRequest.newBuilder()
            .setCall(history.call())
            .setFleet(history.fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addEvents(NewEvent.newBuilder().setBody(ByteString.copyFrom(new byte[i])));
    }
    if (random.nextInt(3) == 0) {
      request.setExpectedLastSeq(random.nextInt(5));
    }
    request.addAllAcks(new LinkedHashSet<>(some(agent)));
    Set<String> completed = new HashSet<>();
    for (Task task : history.someOf(agent)) {
      if (completed.add(task.getId())) {
        request.addCompletions(
            Completion.newBuilder().setTaskId(task.getId()).setFence(task.getFence()));
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addMessages(message(agent));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addTasks(
          NewTask.newBuilder()
              .setQueue("q" + random.nextInt(3))
              .setId(random.nextBoolean() ? "" : "t" + random.nextInt(60)));
    }
    command.setCommit(request);
  }

  private void closeOrRedeliver(Command.Builder command, Agent agent) {
    if (random.nextInt(3) > 0) {
      command.setRedeliverMessages(
          RedeliverMessages.newBuilder()
              .setAgentId(agent.getId())
              .setEpoch(agent.getEpoch())
              .addAllHeld(some(agent)));
    } else {
      command.setCloseConversation(
          CloseConversationRequest.newBuilder()
              .setCall(history.call())
              .setFleet(history.fleet())
              .setAgentId(agent.getId())
              .setEpoch(agent.getEpoch())
              .setConversationId(conversation()));
    }
  }

  /** Some that are in its inbox, sometimes one that is not. */
  List<MessageId> some(Agent agent) {
    List<InboxMessage> all = new ArrayList<>(history.state().inbox("").values());
    all.sort(java.util.Comparator.comparingLong(InboxMessage::getOrder));
    List<MessageId> some = new ArrayList<>();
    for (InboxMessage message : all) {
      boolean own = message.getToAgent().equals(agent.getId());
      if (random.nextInt(own ? 2 : 40) == 0) {
        some.add(Talk.id(message.getConversationId(), message.getSeq()));
      }
    }
    if (random.nextInt(6) == 0) {
      some.add(Talk.id(conversation(), 1 + random.nextInt(20)));
    }
    return some;
  }

  private List<Obligation> owedBy(Agent agent) {
    return history.state().obligations("").values().stream()
        .filter(obligation -> obligation.getDebtor().equals(agent.getId()))
        .sorted(java.util.Comparator.comparingLong(Obligation::getOrder))
        .toList();
  }

  /** Mostly one that is open. */
  private String conversation() {
    List<String> open =
        history.state().conversations("").values().stream()
            .filter(row -> row.getState() == ConversationState.CONVERSATION_STATE_OPEN)
            .map(Conversation::getId)
            .sorted()
            .toList();
    return open.isEmpty() || random.nextInt(8) == 0
        ? "c" + random.nextInt(60)
        : open.get(random.nextInt(open.size()));
  }
}
