package io.caxton.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.AgentState;
import io.caxton.v1.Change;
import io.caxton.v1.NodeRole;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtoJsonTest {
  @Test
  void shouldWriteNumbersAsNumbersAndStatesWithoutTheirPrefix() {
    Task task =
        Task.newBuilder()
            .setId("a")
            .setState(TaskState.TASK_STATE_DEAD)
            .setFence(-1)
            .setContentHash(-1)
            .setPriority(9)
            .build();
    String json = Json.of(ProtoJson.of(task));
    assertThat(json)
        .contains("\"state\":\"DEAD\"")
        .contains("\"fence\":18446744073709551615")
        .contains("\"content_hash\":18446744073709551615")
        .contains("\"priority\":9")
        .contains("\"failures\":[]");
  }

  @Test
  void shouldWriteBytesInBase64AndAsTextWhereTheyAreText() {
    Task text = Task.newBuilder().setPayload(ByteString.copyFromUtf8("hé")).build();
    assertThat(ProtoJson.of(text))
        .containsEntry("payload", "aMOp")
        .containsEntry("payload_text", "hé");
    Task binary = Task.newBuilder().setPayload(ByteString.copyFrom(new byte[] {-1})).build();
    assertThat(ProtoJson.of(binary))
        .containsEntry("payload", "/w==")
        .doesNotContainKey("payload_text");
  }

  @Test
  void shouldLeaveOutOtherSidesOfAOneof() {
    Route route =
        Route.newBuilder().addTargets(RouteTarget.newBuilder().setQueue("q").setWeight(2)).build();
    assertThat(ProtoJson.of(route).get("targets"))
        .isEqualTo(List.of(Map.of("queue", "q", "weight", 2L)));
  }

  @Test
  void shouldNameNestedAndTopLevelEnumValuesShortly() {
    assertThat(ProtoJson.name(AgentState.AGENT_STATE_LOST.getValueDescriptor())).isEqualTo("LOST");
    assertThat(ProtoJson.name(NodeRole.NODE_ROLE_LEADER.getValueDescriptor())).isEqualTo("LEADER");
    assertThat(ProtoJson.name(Change.Kind.KIND_PUT.getValueDescriptor())).isEqualTo("PUT");
  }
}
