package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;

/** What the running command gives beside its reply. */
public final class CommandOutput {
  private List<Effect> effects = List.of();
  private List<Task> granted = List.of();
  private List<Long> deliveredStreams = List.of();

  public void begin() {
    effects = List.of();
    granted = List.of();
    deliveredStreams = List.of();
  }

  public void add(Effect effect) {
    if (effects.isEmpty()) {
      effects = new ArrayList<>(4);
    }
    effects.add(effect);
  }

  /** In the order of the grants in the reply. */
  public void addGranted(Task task) {
    if (granted.isEmpty()) {
      granted = new ArrayList<>(4);
    }
    granted.add(task);
  }

  /** In the order of the messages in the reply: where the content of each is. */
  public void addDelivered(long streamId) {
    if (deliveredStreams.isEmpty()) {
      deliveredStreams = new ArrayList<>(4);
    }
    deliveredStreams.add(streamId);
  }

  public List<Long> deliveredStreams() {
    return deliveredStreams;
  }

  public List<Effect> effects() {
    return effects;
  }

  public List<Task> granted() {
    return granted;
  }
}
