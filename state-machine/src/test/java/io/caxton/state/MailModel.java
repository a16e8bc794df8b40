package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Obligation;
import io.caxton.v1.Performative;
import io.caxton.v1.Reply;
import io.caxton.v1.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was promised of the messages of the default fleet, kept in the simplest way from the
 * commands and their answers alone, and compared with the state after every command.
 */
final class MailModel {
  private static final class Letter {
    String to;
    String capability = "";
    long expiresTick;
    int delivered;
    boolean held;
    long notBeforeTick;
  }

  private record Question(String replyWith, String creditor) {}

  // By conversation, then sequence.
  private final Map<String, TreeMap<Long, Letter>> letters = new HashMap<>();
  private final Map<String, Long> lastSeqs = new HashMap<>();
  private final Map<String, TreeMap<Long, Question>> questions = new HashMap<>();
  private final Map<String, Long> expired = new HashMap<>();
  private State before;
  long sent;
  long delivered;
  long timeouts;
  long moved;

  /** The command was applied and gave the result; now the state is as given. */
  void applied(Command command, Result result, StateMachine machine) {
    State now = machine.freeze();
    Reply reply = result.reply();
    if (!result.replayed() && !reply.hasRefusal()) {
      switch (command.getRequestCase()) {
        case SEND_MESSAGES -> {
          var request = command.getSendMessages();
          if (isDefault(request.getFleet())) {
            for (int i = 0; i < request.getMessagesCount(); i++) {
              var answer = reply.getSendMessages().getResults(i);
              if (answer.hasSent()) {
                sent(request.getAgentId(), request.getMessages(i), answer.getSent(), now);
              }
            }
          }
        }
        case COMMIT -> {
          var request = command.getCommit();
          if (isDefault(request.getFleet())) {
            request.getAcksList().forEach(id -> acked(request.getAgentId(), id));
            for (int i = 0; i < request.getMessagesCount(); i++) {
              sent(request.getAgentId(), request.getMessages(i), reply.getCommit().getSent(i), now);
            }
          }
        }
        case RECEIVE_MESSAGES -> {
          var request = command.getReceiveMessages();
          if (isDefault(request.getFleet())) {
            // An expired question on its way may give its asker a message to receive at once.
            now.conversations("").values().forEach(row -> newMessages(row, machine));
            for (Message message : reply.getReceiveMessages().getMessagesList()) {
              received(request.getAgentId(), message, now.tick());
            }
          }
        }
        case ACK_MESSAGES -> {
          var request = command.getAckMessages();
          for (int i = 0; i < request.getMessagesCount(); i++) {
            if (reply.getAckMessages().getResults(i).getAcked()) {
              acked(request.getAgentId(), request.getMessages(i));
            }
          }
        }
        case NACK_MESSAGES -> {
          var request = command.getNackMessages();
          for (int i = 0; i < request.getMessagesCount(); i++) {
            if (reply.getNackMessages().getResults(i).getAcked()) {
              MessageId id = request.getMessages(i);
              letters(id.getConversationId()).get(id.getSeq()).notBeforeTick =
                  now.tick() + request.getDelayMillis();
            }
          }
        }
        default -> {
          // Whatever else it does to messages is seen in the state.
        }
      }
    }
    compare(now, machine);
    before = now;
  }

  private static boolean isDefault(String fleet) {
    return fleet.isEmpty() || fleet.equals("default");
  }

  private void sent(String sender, NewMessage message, Sent answer, State now) {
    String id = message.getConversationId();
    assertThat(answer.getSeq()).isEqualTo(lastSeqs.getOrDefault(id, 0L) + 1);
    lastSeqs.put(id, answer.getSeq());
    if (!message.getInReplyTo().isEmpty()) {
      answered(id, sender, answer.getToAgent(), message.getInReplyTo());
    }
    Letter letter = new Letter();
    letter.to = answer.getToAgent();
    letter.capability = message.getToCapability();
    letter.expiresTick = message.getTtlMillis() == 0 ? 0 : now.tick() + message.getTtlMillis();
    letters(id).put(answer.getSeq(), letter);
    if (!message.getReplyWith().isEmpty()) {
      questions(id).put(answer.getSeq(), new Question(message.getReplyWith(), sender));
    }
    sent++;
  }

  private void answered(String id, String sender, String receiver, String inReplyTo) {
    for (Map.Entry<Long, Question> open : questions(id).entrySet()) {
      if (open.getValue().equals(new Question(inReplyTo, receiver))
          && debtor(id, open.getKey()).equals(sender)) {
        questions(id).remove(open.getKey());
        return;
      }
    }
  }

  /** Of the state: who it is, where a message was routed to, is not for the model to decide. */
  private String debtor(String id, long seq) {
    Obligation row = before.obligations("").get(id + '#' + seq);
    Letter letter = letters(id).get(seq);
    return row != null ? row.getDebtor() : letter == null ? "" : letter.to;
  }

  private void received(String receiver, Message message, long tick) {
    TreeMap<Long, Letter> all = letters(message.getConversationId());
    Letter letter = all.get(message.getSeq());
    assertThat(letter).as("delivered and not there: %s", message).isNotNull();
    assertIsOf(receiver, letter);
    assertThat(letter.held).as("delivered twice at once: %s", message).isFalse();
    assertThat(letter.expiresTick == 0 || letter.expiresTick > tick).isTrue();
    assertThat(message.getDeliveryCount()).isEqualTo(++letter.delivered);
    assertThat(letter.notBeforeTick).as("too early: %s", message).isLessThanOrEqualTo(tick);
    letter.held = true;
    letter.notBeforeTick = 0;
    delivered++;
    all.headMap(message.getSeq())
        .forEach(
            (seq, earlier) ->
                assertThat(
                        earlier.held
                            || !earlier.to.equals(receiver)
                            || (earlier.expiresTick != 0 && earlier.expiresTick <= tick))
                    .as("%s before %s of %s", message.getSeq(), seq, message.getConversationId())
                    .isTrue());
  }

  private void acked(String receiver, MessageId id) {
    Letter letter = letters(id.getConversationId()).remove(id.getSeq());
    assertThat(letter).as("acked and not there: %s", id).isNotNull();
    assertIsOf(receiver, letter);
  }

  /** One to a capability may have come to the receiver by the same command. */
  private static void assertIsOf(String receiver, Letter letter) {
    if (letter.capability.isEmpty()) {
      assertThat(letter.to).isEqualTo(receiver);
    }
    letter.to = receiver;
  }

  private void compare(State now, StateMachine machine) {
    Set<String> gone = new HashSet<>(lastSeqs.keySet());
    for (Conversation row : now.conversations("").values()) {
      gone.remove(row.getId());
      newMessages(row, machine);
      assertThat(row.getLastSeq()).isEqualTo(lastSeqs.getOrDefault(row.getId(), 0L));
      lastSeqs.put(row.getId(), row.getLastSeq());
    }
    for (String id : gone) {
      assertThat(letters(id).values())
          .as("forgotten with messages in %s", id)
          .allMatch(letter -> letter.expiresTick != 0 && letter.expiresTick <= now.tick());
      letters(id).clear();
      assertThat(questions(id)).isEmpty();
      lastSeqs.remove(id);
      expired.remove(id);
    }
    for (Conversation row : now.conversations("").values()) {
      inbox(row, now);
      assertThat(questions(row.getId()).keySet())
          .as("owed in %s", row.getId())
          .isEqualTo(openIn(now, row.getId()));
    }
  }

  /** What nobody sent must be a word of the cluster that a question gets no answer. */
  private void newMessages(Conversation row, StateMachine machine) {
    long known = lastSeqs.getOrDefault(row.getId(), 0L);
    for (long seq = known + 1; seq <= row.getLastSeq(); seq++) {
      Message message = content(machine, row.getStreamId(), seq);
      assertThat(message.getFromAgent()).isEmpty();
      assertThat(message.getPerformative()).isEqualTo(Performative.PERFORMATIVE_TIMEOUT);
      Long asked = null;
      Question ended = new Question(message.getInReplyTo(), message.getToAgent());
      for (Map.Entry<Long, Question> open : questions(row.getId()).entrySet()) {
        boolean stillOpen =
            machine.freeze().obligations("").containsKey(row.getId() + '#' + open.getKey());
        if (open.getValue().equals(ended) && !stillOpen) {
          asked = open.getKey();
          break;
        }
      }
      assertThat(asked).as("nobody asked for %s", message).isNotNull();
      questions(row.getId()).remove(asked);
      Letter letter = new Letter();
      letter.to = message.getToAgent();
      letters(row.getId()).put(seq, letter);
      lastSeqs.put(row.getId(), seq);
      timeouts++;
    }
  }

  private static Message content(StateMachine machine, long stream, long seq) {
    try {
      return Message.parseFrom(machine.freeze().bodies().get(stream, seq).orElseThrow());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private void inbox(Conversation row, State now) {
    long lost = 0;
    TreeMap<Long, Letter> all = letters(row.getId());
    for (Map.Entry<Long, Letter> entry : List.copyOf(all.entrySet())) {
      InboxMessage stored = now.inbox("").get(row.getId() + '#' + entry.getKey());
      Letter letter = entry.getValue();
      if (stored == null) {
        assertThat(letter.expiresTick)
            .as("%s of %s is lost", entry.getKey(), row.getId())
            .isBetween(1L, now.tick());
        assertThat(questions(row.getId()))
            .as("nobody is told that there is no answer")
            .doesNotContainKey(entry.getKey());
        all.remove(entry.getKey());
        lost++;
        continue;
      }
      if (!stored.getToAgent().equals(letter.to)) {
        assertThat(letter.capability).as("a direct message went elsewhere").isNotEmpty();
        letter.to = stored.getToAgent();
        moved++;
      }
      letter.held = stored.getDeliveredEpoch() != 0;
      if (letter.held) {
        Agent holder = now.agent("", letter.to).orElseThrow();
        assertThat(holder.getEpoch()).isEqualTo(stored.getDeliveredEpoch());
        assertThat(holder.getLeaseUntilTick()).isPositive();
      }
    }
    assertThat(row.getExpiredTotal() - expired.getOrDefault(row.getId(), 0L)).isEqualTo(lost);
    expired.put(row.getId(), row.getExpiredTotal());
  }

  private static Set<Long> openIn(State now, String id) {
    Set<Long> open = new HashSet<>();
    for (Obligation row : now.obligations("").values()) {
      if (row.getConversationId().equals(id)) {
        open.add(row.getSeq());
      }
    }
    return open;
  }

  private TreeMap<Long, Letter> letters(String id) {
    return letters.computeIfAbsent(id, key -> new TreeMap<>());
  }

  private TreeMap<Long, Question> questions(String id) {
    return questions.computeIfAbsent(id, key -> new TreeMap<>());
  }
}
