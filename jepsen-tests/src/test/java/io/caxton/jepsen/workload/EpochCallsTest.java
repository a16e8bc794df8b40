package io.caxton.jepsen.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import io.caxton.client.AgentEpoch;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.Call;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.TasksGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No kind of call may be forgotten by the zombies. */
class EpochCallsTest {
  private static Stream<MethodDescriptor<?, ?>> methods() {
    return Stream.of(
            AgentsGrpc.getServiceDescriptor(),
            TasksGrpc.getServiceDescriptor(),
            JournalsGrpc.getServiceDescriptor(),
            CheckpointsGrpc.getServiceDescriptor(),
            RecoveriesGrpc.getServiceDescriptor(),
            ConversationsGrpc.getServiceDescriptor(),
            CommitsGrpc.getServiceDescriptor(),
            RoutesGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .flatMap(all -> all.stream());
  }

  private static boolean actsInAnEpoch(MethodDescriptor<?, ?> method) {
    Descriptor request =
        ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
            .getMethodDescriptor()
            .getInputType();
    return request.findFieldByName("call") != null
        && (request.findFieldByName("epoch") != null
            || request.equals(RenewAgentsRequest.getDescriptor()));
  }

  @Test
  void shouldHoldEveryCallThatCarriesAnEpoch() {
    List<String> wanted =
        methods()
            .filter(EpochCallsTest::actsInAnEpoch)
            .map(MethodDescriptor::getFullMethodName)
            .toList();
    assertThat(wanted).hasSizeGreaterThan(20);
    assertThat(EpochCalls.ALL.stream().map(kind -> kind.method().getFullMethodName()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void shouldFillInWhoCalls() {
    for (EpochCalls.Kind kind : EpochCalls.ALL) {
      String request =
          kind.call(Call.newBuilder().setSessionId(77).build(), new AgentEpoch("z", 5))
              .request()
              .toString();
      assertThat(request).as(kind.name()).contains("session_id: 77", "\"z\"", "epoch: 5");
    }
  }
}
