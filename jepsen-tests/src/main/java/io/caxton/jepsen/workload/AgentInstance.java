package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Agent;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Renewal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One of several processes which all take themselves for the same agent. */
final class AgentInstance {
  private static final int LEASE_MILLIS = 1_000;

  private final Caller caller;
  private final CaxtonClient client;
  private final KeyLane lane;
  private final Random random;

  private String agent = "";

  /** Its own, the newest last. */
  private final List<Long> epochs = new ArrayList<>();

  private boolean over = true;
  private long silentUntil = System.nanoTime();

  AgentInstance(Caller caller, CaxtonClient client, KeyLane lane, Random random) {
    this.caller = caller;
    this.client = client;
    this.lane = lane;
    this.random = random;
  }

  void step() {
    if (!lane.key().equals(agent)) {
      agent = lane.key();
      epochs.clear();
      over = true;
    }
    int dice = random.nextInt(100);
    if (epochs.isEmpty() || (over && dice < 8) || dice < 3) {
      register();
    } else if (dice < 45) {
      zombie();
    } else if (!over && System.nanoTime() - silentUntil > 0) {
      live(dice);
    }
    lane.ended(agent, caller.lastIsKnown());
  }

  private void register() {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder().setAgentId(agent).setLeaseMillis(LEASE_MILLIS).build();
    caller
        .change(
            "register",
            agent,
            Operation.map("agent", agent, "lease_ms", LEASE_MILLIS),
            () -> CaxtonException.join(client.agents().register(request)),
            registered ->
                Operation.map(
                    "agent", agent,
                    "epoch", registered.getEpoch(),
                    "lease_ms", registered.getLeaseMillis()))
        .map(Agent::getEpoch)
        .ifPresent(
            epoch -> {
              epochs.add(epoch);
              over = false;
            });
  }

  /** In the newest epoch it has: renews, seldom leaves or falls silent. */
  private void live(int dice) {
    long epoch = epochs.getLast();
    if (dice < 49) {
      silentUntil =
          System.nanoTime()
              + TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS / 2 + random.nextInt(2_000));
    } else if (dice < 52) {
      call("deregister", epoch);
    } else {
      call("renew", epoch);
    }
  }

  /** In any epoch it ever had, as one that woke up late. */
  private void zombie() {
    long epoch = epochs.get(random.nextInt(epochs.size()));
    boolean newest = epoch == epochs.getLast() && !over;
    String f = List.of("renew", "claim", "deregister").get(random.nextInt(newest ? 2 : 3));
    call(f, epoch);
  }

  private void call(String f, long epoch) {
    Optional<String> result =
        caller.change(
            f,
            agent,
            Operation.map("agent", agent, "epoch", epoch),
            () -> answer(f, new AgentEpoch(agent, epoch)),
            answer -> Operation.map("result", answer));
    if (epoch == epochs.getLast() && result.isPresent()) {
      over |= !result.get().equals("ok") || f.equals("deregister");
    }
  }

  private String answer(String f, AgentEpoch as) {
    CompletableFuture<?> call =
        switch (f) {
          case "renew" ->
              client
                  .agents()
                  .renew(Renewal.newBuilder().setAgentId(agent).setEpoch(as.epoch()).build());
          case "deregister" -> client.agents().deregister(as);
          default ->
              client
                  .tasks()
                  .of(as)
                  .claim(ClaimTasksRequest.newBuilder().addQueues("nothing-in-it").build());
        };
    try {
      CaxtonException.join(call);
      return "ok";
    } catch (CaxtonException failure) {
      if (failure.definite()) {
        switch (failure.reason()) {
          case STALE_EPOCH -> {
            return "stale";
          }
          case AGENT_LOST -> {
            return "lost";
          }
          default -> {}
        }
      }
      throw failure;
    }
  }
}
