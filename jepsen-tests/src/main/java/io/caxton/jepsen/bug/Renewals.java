package io.caxton.jepsen.bug;

import io.caxton.v1.AgentState;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Renewed;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Renewals that are acknowledged before anybody has agreed. Public: altered classes call it. */
public final class Renewals {
  private static final int LEASE_MILLIS = 10_000;
  private static final Map<String, Integer> LEASES = new ConcurrentHashMap<>();

  private Renewals() {}

  /** So that the answer can name the lease. */
  public static void registered(RegisterAgentRequest request) {
    int lease = request.getLeaseMillis() == 0 ? LEASE_MILLIS : request.getLeaseMillis();
    LEASES.put(request.getAgentId(), lease);
  }

  /** Answers, and gives somebody else to be answered later. */
  public static StreamObserver<RenewAgentsResponse> acknowledge(
      RenewAgentsRequest request, StreamObserver<RenewAgentsResponse> call) {
    RenewAgentsResponse.Builder response = RenewAgentsResponse.newBuilder();
    request
        .getRenewalsList()
        .forEach(
            renewal ->
                response.addResults(
                    RenewalResult.newBuilder()
                        .setRenewed(
                            Renewed.newBuilder()
                                .setLeaseMillis(
                                    LEASES.getOrDefault(renewal.getAgentId(), LEASE_MILLIS))
                                .setState(AgentState.AGENT_STATE_RUNNING))));
    call.onNext(response.build());
    call.onCompleted();
    return new Nobody();
  }

  private static final class Nobody implements StreamObserver<RenewAgentsResponse> {
    @Override
    public void onNext(RenewAgentsResponse response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
