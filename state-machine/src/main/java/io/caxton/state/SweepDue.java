package io.caxton.state;

import io.caxton.state.agent.AgentSweep;
import io.caxton.state.conversation.MailSweep;
import io.caxton.state.core.Core;
import io.caxton.state.task.TaskSweep;
import io.caxton.v1.Reply;
import io.caxton.v1.Sweep;
import io.caxton.v1.Swept;

/**
 * Ends what is due at the record's tick and wall time, each kind by its moment. What was renewed or
 * finished meanwhile is not due any more.
 */
final class SweepDue {
  private final Core core;
  private final AgentSweep agents;
  private final TaskSweep tasks;
  private final MailSweep mail;

  SweepDue(Core core) {
    this.core = core;
    this.agents = new AgentSweep(core);
    this.tasks = new TaskSweep(core);
    this.mail = new MailSweep(core);
  }

  Reply apply(Sweep sweep) {
    int items = 0;
    while (items < sweep.getItemsMax() && sweepOne()) {
      items++;
    }
    return Reply.newBuilder().setSweep(Swept.newBuilder().setItems(items)).build();
  }

  private boolean sweepOne() {
    return agents.sweepFirst()
        || tasks.sweepGrant()
        || tasks.sweepWallDeadline()
        || tasks.sweepExpiry()
        || tasks.sweepHold()
        || tasks.sweepDelay()
        || tasks.sweepGate()
        || tasks.sweepRetention()
        || core.sagas().sweepFirst()
        || core.uploads().sweepFirst()
        || mail.sweepMessage()
        || mail.sweepObligation()
        || mail.sweepConversation()
        || core.sessions().expireFirst(core.progress().tick());
  }
}
