package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Obligation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whatever must hold between the tables and indexes of conversations. */
final class MailInvariants {
  private int messageTimers;
  private int obligationTimers;
  private int conversationTimers;

  private MailInvariants() {}

  static void check(Core core) {
    MailInvariants all = new MailInvariants();
    for (Fleet fleet : core.fleets().all()) {
      all.conversations(core, fleet.mail());
      all.messages(core, fleet);
      all.obligations(fleet.mail());
    }
    Deadlines deadlines = core.deadlines();
    assertThat(deadlines.messages().size()).as("messages").isEqualTo(all.messageTimers);
    assertThat(deadlines.obligations().size()).as("owed").isEqualTo(all.obligationTimers);
    assertThat(deadlines.conversations().size()).as("talks").isEqualTo(all.conversationTimers);
  }

  private void conversations(Core core, FleetMail mail) {
    assertThat(mail.entries()).hasSameSizeAs(mail.conversations().rows());
    int max = core.limits().conversations().historyMessagesMax();
    int messages = 0;
    int obligations = 0;
    for (ConversationEntry entry : mail.entries().values()) {
      Conversation row = entry.row();
      assertThat(mail.conversations().get(row.getId())).isSameAs(row);
      assertThat(row.getFirstSeq()).isBetween(1L, entry.firstUnacked());
      assertThat(row.getLastSeq() - row.getFirstSeq() + 1)
          .isLessThanOrEqualTo(max + core.limits().conversations().inboxMessagesMax() * 16L);
      assertThat(entry.isSet()).isEqualTo(entry.dueTick() != Long.MAX_VALUE);
      conversationTimers += entry.isSet() ? 1 : 0;
      messages += entry.messages().size();
      obligations += entry.openObligations();
      for (String agentId : row.getParticipantsList()) {
        assertThat(mail.mailbox(agentId).openConversations().contains(row.getId()))
            .isEqualTo(entry.isOpen());
      }
      assertThat(entry.isOpen() || entry.openObligations() == 0).isTrue();
    }
    assertThat(mail.inbox().size()).isEqualTo(messages);
    assertThat(mail.obligations().size()).isEqualTo(obligations);
  }

  private void messages(Core core, Fleet fleet) {
    Map<String, Integer> loads = new HashMap<>();
    Map<String, Integer> delivered = new HashMap<>();
    Map<String, Integer> byName = new HashMap<>();
    int unrouted = 0;
    for (InboxMessage row : fleet.mail().inbox().rows().values()) {
      MessageEntry entry = fleet.mail().conversation(row.getConversationId()).message(row.getSeq());
      assertThat(entry.row()).isSameAs(row);
      assertThat(entry.isSet()).isEqualTo(entry.dueTick() != Long.MAX_VALUE);
      messageTimers += entry.isSet() ? 1 : 0;
      if (entry.isUnrouted()) {
        unrouted++;
        checkThatItMustWait(core, fleet, row);
        continue;
      }
      loads.merge(row.getToAgent(), 1, Integer::sum);
      Agent agent = fleet.agents().get(row.getToAgent());
      if (entry.isDelivered()) {
        delivered.merge(row.getToAgent(), 1, Integer::sum);
        assertThat(agent.getEpoch()).isEqualTo(row.getDeliveredEpoch());
        assertThat(agent.getLeaseUntilTick()).isPositive();
      }
      if (!row.getToCapability().isEmpty()) {
        Ask ask = entry.ask();
        // Whether it still has what was asked for: not if the rule was changed after the delivery.
        assertThat(agent.getLeaseUntilTick()).as("%s at %s", row, agent).isPositive();
        byName.merge(row.getToAgent() + ' ' + ask.name(), 1, Integer::sum);
      }
    }
    assertThat(fleet.mail().providers().unroutedInAll()).isEqualTo(unrouted);
    for (Mailbox box : fleet.mail().mailboxes().values()) {
      assertThat(box.load()).isEqualTo(loads.getOrDefault(box.agentId(), 0));
      for (String name : List.of("sum", "mul")) {
        assertThat(box.loadOf(name)).isEqualTo(byName.getOrDefault(box.agentId() + ' ' + name, 0));
      }
      assertThat(box.delivered()).hasSize(delivered.getOrDefault(box.agentId(), 0));
      assertThat(box.all()).hasSize(box.load());
      assertThat(box.waiting()).isEqualTo(box.load() - box.delivered().size());
      assertThat(box.provided).isEqualTo(Capabilities.provided(fleet.agents().get(box.agentId())));
    }
  }

  private static void checkThatItMustWait(Core core, Fleet fleet, InboxMessage row) {
    FleetMail mail = fleet.mail();
    Ask ask = mail.conversation(row.getConversationId()).message(row.getSeq()).ask();
    int max = core.limits().conversations().inboxMessagesMax();
    assertThat(mail.providers().choose(ask, mail.ruleOf(ask.name()), "", max).agentId())
        .as("%s could go there", row)
        .isEmpty();
  }

  private void obligations(FleetMail mail) {
    Map<String, Integer> owes = new HashMap<>();
    Map<String, Integer> owed = new HashMap<>();
    for (Obligation row : mail.obligations().rows().values()) {
      ObligationEntry entry = mail.conversation(row.getConversationId()).obligation(row.getSeq());
      assertThat(entry.row()).isSameAs(row);
      assertThat(entry.isSet()).isEqualTo(row.getReplyByTick() != 0);
      obligationTimers += entry.isSet() ? 1 : 0;
      owed.merge(row.getCreditor(), 1, Integer::sum);
      owes.merge(row.getDebtor(), 1, Integer::sum);
    }
    for (Mailbox box : mail.mailboxes().values()) {
      assertThat(box.owes()).hasSize(owes.getOrDefault(box.agentId(), 0));
      assertThat(box.owed()).hasSize(owed.getOrDefault(box.agentId(), 0));
    }
  }
}
