package io.caxton.server.ratis;

import java.util.EnumSet;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * What may enter and leave by the Raft port. Ratis serves its client and admin calls there too,
 * membership changes among them: nothing of ours uses those, so they are refused. A granted vote
 * leaves only when it is durable.
 */
final class RaftPort implements GrpcServices.Customizer, ServerInterceptor {
  private static final String NODES = RaftServerProtocolServiceGrpc.SERVICE_NAME;
  private static final String VOTE =
      RaftServerProtocolServiceGrpc.getRequestVoteMethod().getFullMethodName();
  private static final String STAND =
      RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod().getFullMethodName();

  private final DurableVotes votes;
  private final VoteGate gate;

  RaftPort(DurableVotes votes, VoteGate gate) {
    this.votes = votes;
    this.gate = gate;
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return builder.intercept(this);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (!NODES.equals(call.getMethodDescriptor().getServiceName())) {
      return refuse(
          call, Status.PERMISSION_DENIED.withDescription("this port is for the nodes alone"));
    }
    if (!gate.isOpen() && (VOTE.equals(method) || STAND.equals(method))) {
      return refuse(
          call, Status.UNAVAILABLE.withDescription("this node has not caught up: it has no vote"));
    }
    return next.startCall(VOTE.equals(method) ? new DurableReply<>(call) : call, headers);
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** Holds a granted vote back until it is on disk. */
  private final class DurableReply<Q, R> extends SimpleForwardingServerCall<Q, R> {
    DurableReply(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void sendMessage(R message) {
      if (message instanceof RequestVoteReplyProto reply && reply.getServerReply().getSuccess()) {
        votes.settle();
      }
      super.sendMessage(message);
    }
  }
}
