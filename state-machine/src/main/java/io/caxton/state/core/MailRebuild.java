package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Obligation;

/** Builds what is derived of a fleet's conversations; every index sorts by stored numbers. */
final class MailRebuild {
  private MailRebuild() {}

  static void fleet(Core core, Fleet fleet) {
    FleetMail mail = fleet.mail();
    for (Agent agent : fleet.agents().rows().values()) {
      if (agent.getCapabilitiesCount() > 0) {
        mail.providers().provide(mail.mailbox(agent.getId()), agent);
      }
    }
    for (Conversation row : mail.conversations().rows().values()) {
      core.conversations().index(fleet, row);
      if (row.getLastSeq() > 0) {
        core.bodies()
            .restore(row.getStreamId(), row.getFirstSeq(), row.getLastSeq(), keptBytes(row));
      }
    }
    for (InboxMessage row : mail.inbox().rows().values()) {
      core.inboxes().index(conversation(mail, row.getConversationId()), row);
    }
    for (Obligation row : mail.obligations().rows().values()) {
      core.obligations().index(conversation(mail, row.getConversationId()), row);
    }
  }

  /** About: as if all contents were of one size. */
  private static long keptBytes(Conversation row) {
    long kept = row.getLastSeq() - row.getFirstSeq() + 1;
    return row.getAppendedBytes() / row.getLastSeq() * kept;
  }

  private static ConversationEntry conversation(FleetMail mail, String id) {
    ConversationEntry entry = mail.conversation(id);
    if (entry == null) {
      throw new IllegalStateException("a message of an unknown conversation: " + id);
    }
    return entry;
  }
}
