package io.caxton.state.conversation;

import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.MessageEntry;

/** Ends what is due of conversations, one a call; each says whether there was one. */
public final class MailSweep {
  private final Core core;

  public MailSweep(Core core) {
    this.core = core;
  }

  /** The waiting message whose delay or time to live ended first. */
  public boolean sweepMessage() {
    long tick = core.progress().tick();
    if (!core.deadlines().messages().isDue(tick)) {
      return false;
    }
    MessageEntry message = core.deadlines().messages().first();
    if (message.isExpired(tick)) {
      core.mailRouting().expire(message);
    } else {
      core.inboxes().endDelay(message);
    }
    return true;
  }

  /** The obligation whose time for an answer ended first. */
  public boolean sweepObligation() {
    if (!core.deadlines().obligations().isDue(core.progress().tick())) {
      return false;
    }
    core.mailRouting().timeOut(core.deadlines().obligations().first());
    return true;
  }

  /** The conversation that was idle, or closed, for long enough first. */
  public boolean sweepConversation() {
    if (!core.deadlines().conversations().isDue(core.progress().tick())) {
      return false;
    }
    ConversationEntry conversation = core.deadlines().conversations().first();
    if (conversation.isOpen()) {
      core.mailRouting().close(conversation);
    } else {
      core.conversations().forget(conversation);
    }
    return true;
  }
}
