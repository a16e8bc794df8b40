package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.state.feed.Feed;
import io.caxton.state.feed.FeedChange;
import io.caxton.state.feed.FeedRead;
import io.caxton.v1.Agent;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Conversation;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.Noun;
import io.caxton.v1.Refusal;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.Schedule;
import io.caxton.v1.Task;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Supplier;

/** One watcher: a cursor and a filter. Moved on by the hub's thread only. */
final class WatchStream implements WatchHub.Pumped {
  private static final int CHANGES_MAX = 500;

  private final WatchRequest request;
  private final String fleet;
  private final ServerCallStreamObserver<WatchResponse> call;
  private final Supplier<Feed> feed;
  private long cursor;
  private boolean started;
  private long sentNanos;

  WatchStream(
      WatchRequest request, ServerCallStreamObserver<WatchResponse> call, Supplier<Feed> feed) {
    this.request = request;
    this.fleet = Fleets.name(request.getFleet());
    this.call = call;
    this.feed = feed;
    this.cursor = request.getFromPosition();
  }

  /** Sends what is there and what the reader takes; false when the stream has ended. */
  @Override
  public boolean pump(long nowNanos) {
    if (call.isCancelled()) {
      return false;
    }
    Feed current = feed.get();
    if (!started) {
      started = true;
      sentNanos = nowNanos;
      if (cursor == 0) {
        cursor = current.publishedPosition();
      }
      call.onNext(WatchResponse.newBuilder().setPosition(cursor).build());
    }
    while (call.isReady()) {
      switch (current.read(cursor, CHANGES_MAX)) {
        case FeedRead.Compacted compacted -> {
          call.onError(GrpcErrors.of(compacted(compacted.firstPosition())));
          return false;
        }
        case FeedRead.Batch batch -> {
          if (batch.upToPosition() <= cursor) {
            progress(nowNanos);
            return true;
          }
          send(batch, nowNanos);
        }
      }
    }
    return true;
  }

  private void send(FeedRead.Batch batch, long nowNanos) {
    WatchResponse.Builder response = WatchResponse.newBuilder().setPosition(batch.upToPosition());
    for (FeedChange entry : batch.changes()) {
      if (matches(entry)) {
        response.addChanges(Feed.toChange(entry));
      }
    }
    cursor = batch.upToPosition();
    if (response.getChangesCount() > 0) {
      call.onNext(response.build());
      sentNanos = nowNanos;
    }
  }

  private void progress(long nowNanos) {
    if (nowNanos - sentNanos >= WatchHub.PROGRESS_NANOS) {
      call.onNext(WatchResponse.newBuilder().setPosition(cursor).build());
      sentNanos = nowNanos;
    }
  }

  private boolean matches(FeedChange entry) {
    if (!entry.fleet().equals(fleet)) {
      return false;
    }
    return switch (entry.resource()) {
      case Agent agent -> wants(Noun.NOUN_AGENT, agent.getId());
      case Route route -> wants(Noun.NOUN_ROUTE, route.getName());
      case Conversation conversation -> wants(Noun.NOUN_CONVERSATION, conversation.getId());
      case Saga saga -> wants(Noun.NOUN_SAGA, saga.getId());
      case Task task ->
          wants(Noun.NOUN_TASK, task.getId())
              && (request.getQueue().isEmpty() || request.getQueue().equals(task.getQueue()));
      case Journal journal -> wants(Noun.NOUN_JOURNAL, journal.getAgentId());
      case Checkpoint checkpoint -> wants(Noun.NOUN_CHECKPOINT, checkpoint.getAgentId());
      case Schedule schedule -> wants(Noun.NOUN_SCHEDULE, schedule.getId());
      default -> false;
    };
  }

  private boolean wants(Noun noun, String id) {
    return (request.getNounsCount() == 0 || request.getNounsList().contains(noun))
        && id.startsWith(request.getIdPrefix());
  }

  private static RefusedException compacted(long firstPosition) {
    return RefusedException.of(
        Refusal.newBuilder()
            .setReason(ErrorReason.COMPACTED)
            .setField("from_position")
            .setMessage(
                "from_position: the changes there are not kept any more; the first kept position"
                    + " is "
                    + firstPosition)
            .addDetails(
                Detail.newBuilder().setKey("first_position").setValue(Long.toString(firstPosition)))
            .build());
  }
}
