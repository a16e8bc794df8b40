package io.caxton.client;

import io.caxton.v1.OpenGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.TasksGrpc;

/** An open stream of grants; credit says how many more tasks the agent will take. */
public final class GrantStream implements AutoCloseable {
  private final CreditStream<StreamGrantsRequest, StreamGrantsResponse> stream;

  GrantStream(Core core, OpenGrants open, GrantListener listener) {
    stream =
        new CreditStream<>(
            core,
            TasksGrpc.getStreamGrantsMethod(),
            StreamGrantsRequest.newBuilder().setOpen(open).build(),
            listener::onGrants,
            listener::onEnd);
  }

  /** Takes so many more tasks. */
  public void credit(int tasks) {
    stream.send(StreamGrantsRequest.newBuilder().setCredit(tasks).build());
  }

  /** Ends the stream; the listener hears nothing more. Grants under way are delivered again. */
  @Override
  public void close() {
    stream.close();
  }
}
