package io.caxton.client.fake;

import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import io.grpc.stub.StreamObserver;

final class FakeClusterService extends ClusterGrpc.ClusterImplBase {
  private final FakeNode node;

  FakeClusterService(FakeNode node) {
    this.node = node;
  }

  @Override
  public void getNode(GetNodeRequest request, StreamObserver<GetNodeResponse> out) {
    node.unlessPaused(
        () -> {
          boolean leads = node.cluster.leads(node);
          out.onNext(
              GetNodeResponse.newBuilder()
                  .setNodeId(node.id)
                  .setRole(leads ? NodeRole.NODE_ROLE_LEADER : NodeRole.NODE_ROLE_FOLLOWER)
                  .setReady(true)
                  .setTerm(node.cluster.term())
                  .setLeaderClientAddress(node.cluster.leader().map(FakeNode::address).orElse(""))
                  .build());
          out.onCompleted();
        });
  }
}
