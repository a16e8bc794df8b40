package io.caxton.jepsen.workload;

import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Noun;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.caxton.v1.WatchesGrpc;
import io.grpc.CallOptions;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection after another to the change feed, each at the next node. For one thread. */
final class WatchFeed {
  /** A node that says nothing for longer is left; it should say something every 5 s. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final String prefix;
  private final List<RawNode> nodes;
  private final Random random;
  private int node;
  private Optional<BlockingClientCall<WatchRequest, WatchResponse>> call = Optional.empty();
  private long heardNanos;

  /** How many nodes in a row have said that the changes are gone. */
  private int compacted;

  WatchFeed(String prefix, List<RawNode> nodes, int first, Random random) {
    this.prefix = prefix;
    this.nodes = nodes;
    this.random = random;
    node = first;
  }

  /** Of the ids that it watches. */
  String prefix() {
    return prefix;
  }

  String node() {
    return nodes.get(node).id();
  }

  /** No node has kept what comes after this cursor. */
  boolean lost() {
    return compacted >= nodes.size();
  }

  void listed() {
    compacted = 0;
  }

  void open(long cursor) {
    if (call.isPresent()) {
      return;
    }
    RawNode at = nodes.get(node);
    at.reconnect();
    heardNanos = System.nanoTime();
    call =
        Optional.of(
            ClientCalls.blockingV2ServerStreamingCall(
                at.channel(),
                WatchesGrpc.getWatchMethod(),
                CallOptions.DEFAULT,
                WatchRequest.newBuilder()
                    .setFromPosition(cursor)
                    .addNouns(Noun.NOUN_ROUTE)
                    .addNouns(Noun.NOUN_TASK)
                    .setIdPrefix(prefix)
                    .build()));
  }

  /** The next message, empty if none came in time; {@link Caller.NoAnswer} if it broke off. */
  Optional<WatchResponse> next(Duration atMost) throws InterruptedException {
    try {
      WatchResponse response = call.orElseThrow().read(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (response == null) {
        throw brokenOff("the node ended the watch");
      }
      heardNanos = System.nanoTime();
      compacted = 0;
      return Optional.of(response);
    } catch (TimeoutException nothing) {
      if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
        throw brokenOff("silence");
      }
      return Optional.empty();
    } catch (StatusException refused) {
      RawError error =
          RawError.of(new StatusRuntimeException(refused.getStatus(), refused.getTrailers()));
      compacted = error.reason() == ErrorReason.COMPACTED ? compacted + 1 : 0;
      throw brokenOff(error.reason() + " " + error.message());
    }
  }

  private Caller.NoAnswer brokenOff(String why) {
    String at = node();
    close();
    node = (node + 1) % nodes.size();
    return new Caller.NoAnswer(at + ": " + why, true);
  }

  /** Leaves a node that did nothing wrong. */
  void moveOn() {
    close();
    node = random.nextInt(nodes.size());
  }

  void close() {
    call.ifPresent(open -> open.cancel("left", null));
    call = Optional.empty();
  }
}
