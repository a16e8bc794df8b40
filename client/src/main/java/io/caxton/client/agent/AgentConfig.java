package io.caxton.client.agent;

import io.caxton.client.CaxtonClient;
import io.caxton.v1.Capability;
import io.caxton.v1.Criticality;
import io.caxton.v1.Label;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How an agent behaves; see {@link AgentOptions} for each knob.
 *
 * @param queues none: it takes no tasks
 * @param beforeLeaving called when it closes, once no handler runs any more and before it leaves
 */
record AgentConfig(
    CaxtonClient client,
    String fleet,
    String id,
    List<String> queues,
    List<Capability> capabilities,
    List<Label> labels,
    Criticality criticality,
    String instance,
    int concurrency,
    Duration lease,
    Duration taskLease,
    Duration closeGrace,
    Work work,
    Runnable beforeLeaving,
    Consumer<StopReason> onStopped,
    NanoClock clock) {

  RegisterAgentRequest registration() {
    return RegisterAgentRequest.newBuilder()
        .setAgentId(id)
        .addAllCapabilities(capabilities)
        .addAllLabels(labels)
        .setCriticality(criticality)
        .setLeaseMillis((int) lease.toMillis())
        .setInstance(instance)
        .build();
  }
}
