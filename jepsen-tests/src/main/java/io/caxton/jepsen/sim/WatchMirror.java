package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import com.google.protobuf.MessageLite;
import io.caxton.state.State;
import io.caxton.state.StateMachine;
import io.caxton.state.feed.FeedChange;
import io.caxton.state.feed.FeedRead;
import io.caxton.v1.Agent;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Conversation;
import io.caxton.v1.Journal;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.Task;
import java.util.HashMap;
import java.util.Map;

/**
 * A watcher that follows the feed of whoever leads: what it was told must be what is there. It
 * begins anew only when the feed says that it must.
 */
final class WatchMirror {
  private record Key(String fleet, Class<?> noun, String id) {}

  private static final int CHANGES_MAX = 7;

  private Map<Key, Long> revisions = new HashMap<>();
  private long position;

  void follow(StateMachine machine, State state) {
    boolean more = true;
    while (more) {
      switch (machine.feed().read(position, CHANGES_MAX)) {
        case FeedRead.Compacted compacted -> {
          require(
              compacted.firstPosition() > position + 1, "compacted at %d, which is kept", position);
          revisions = of(state);
          position = state.position();
        }
        case FeedRead.Batch batch -> {
          long last = position;
          for (FeedChange change : batch.changes()) {
            require(change.position() >= last && change.position() > position, "a change again");
            last = change.position();
            take(change);
          }
          more = batch.upToPosition() < state.position();
          position = batch.upToPosition();
        }
      }
    }
    Map<Key, Long> actual = of(state);
    require(
        actual.equals(revisions),
        "a watcher at position %d has\n%s\nand not\n%s",
        position,
        revisions,
        actual);
  }

  /** What has no revision is told of by the position alone. */
  private static boolean hasRevision(MessageLite resource) {
    return !(resource instanceof Journal) && !(resource instanceof Checkpoint);
  }

  private void take(FeedChange change) {
    if (!hasRevision(change.resource())) {
      return;
    }
    Key key = key(change.fleet(), change.resource());
    if (change.removed()) {
      require(revisions.remove(key) != null, "%s is removed and was never told of", key);
    } else {
      revisions.put(key, revision(change.resource()));
    }
  }

  private static Key key(String fleet, MessageLite resource) {
    return switch (resource) {
      case Agent agent -> new Key(fleet, Agent.class, agent.getId());
      case Route route -> new Key(fleet, Route.class, route.getName());
      case Task task -> new Key(fleet, Task.class, task.getId());
      case Conversation talk -> new Key(fleet, Conversation.class, talk.getId());
      case Saga saga -> new Key(fleet, Saga.class, saga.getId());
      default -> throw new SimFailure("no noun of the feed: " + resource.getClass());
    };
  }

  private static long revision(MessageLite resource) {
    return switch (resource) {
      case Agent agent -> agent.getRevision();
      case Route route -> route.getRevision();
      case Task task -> task.getRevision();
      case Conversation talk -> talk.getRevision();
      case Saga saga -> saga.getRevision();
      default -> throw new SimFailure("no noun of the feed: " + resource.getClass());
    };
  }

  private static Map<Key, Long> of(State state) {
    Map<Key, Long> all = new HashMap<>();
    for (String fleet : state.fleets()) {
      state.agents(fleet).values().forEach(a -> all.put(key(fleet, a), revision(a)));
      state.routes(fleet).values().forEach(r -> all.put(key(fleet, r), revision(r)));
      state.tasks(fleet).values().forEach(t -> all.put(key(fleet, t), revision(t)));
      state.sagas(fleet).values().forEach(s -> all.put(key(fleet, s), revision(s)));
      state.conversations(fleet).values().forEach(c -> all.put(key(fleet, c), revision(c)));
    }
    return all;
  }
}
