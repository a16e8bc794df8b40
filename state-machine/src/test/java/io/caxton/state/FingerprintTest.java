package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.caxton.v1.Call;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** By the fingerprint a retry is told from another request under the same sequence. */
class FingerprintTest {
  private static final Set<String> NOT_CONTENT = Set.of("call", "wait_millis");

  /** The requests that carry a call. */
  private static List<FieldDescriptor> kinds() {
    return Command.getDescriptor().getFields().stream()
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .filter(field -> field.getMessageType().findFieldByName("call") != null)
        .toList();
  }

  private static long of(FieldDescriptor kind, Message request) {
    return Fingerprint.of(Command.newBuilder().setField(kind, request).build());
  }

  private static Message full(FieldDescriptor kind) {
    return Variants.full(Command.newBuilder().newBuilderForField(kind));
  }

  @Test
  void shouldDifferWhenAnyOneFieldDiffers() {
    int changes = 0;
    for (FieldDescriptor kind : kinds()) {
      Message full = full(kind);
      Set<Long> seen = new HashSet<>(Set.of(of(kind, full)));
      for (Variants.Variant variant : Variants.of(full, NOT_CONTENT)) {
        assertThat(seen.add(of(kind, variant.message())))
            .as("%s with %s", kind.getName(), variant.what())
            .isTrue();
        changes++;
      }
    }
    assertThat(kinds()).hasSize(45);
    assertThat(changes).isGreaterThan(200);
  }

  @Test
  void shouldNotDependOnTheCallNorOnHowLongTheCallerWaits() {
    for (FieldDescriptor kind : kinds()) {
      Message full = full(kind);
      long fingerprint = of(kind, full);
      FieldDescriptor call = full.getDescriptorForType().findFieldByName("call");
      for (Call other :
          List.of(
              Call.getDefaultInstance(),
              Call.newBuilder().setSessionId(-1).setSequence(1L << 40).setFirstOpen(9).build())) {
        assertThat(of(kind, full.toBuilder().setField(call, other).build())).isEqualTo(fingerprint);
      }
      assertThat(of(kind, full.toBuilder().clearField(call).build())).isEqualTo(fingerprint);
    }
    ClaimTasksRequest claim = ClaimTasksRequest.newBuilder().setAgentId("a").build();
    assertThat(ofClaim(claim.toBuilder().setWaitMillis(1))).isEqualTo(ofClaim(claim.toBuilder()));
  }

  private static long ofClaim(ClaimTasksRequest.Builder claim) {
    return Fingerprint.of(Command.newBuilder().setClaimTasks(claim).build());
  }

  @Test
  void shouldBeTheSameWhateverOrderTheFieldsWereSentIn() throws InvalidProtocolBufferException {
    for (FieldDescriptor kind : kinds()) {
      Message full = full(kind);
      List<FieldDescriptor> fields = new ArrayList<>(full.getAllFields().keySet());
      ByteString bytes = ByteString.EMPTY;
      for (FieldDescriptor field : fields.reversed()) {
        Message one = full.newBuilderForType().setField(field, full.getField(field)).build();
        bytes = bytes.concat(one.toByteString());
      }
      Message sent = full.newBuilderForType().mergeFrom(bytes).build();
      assertThat(of(kind, sent)).isEqualTo(of(kind, full));
    }
  }

  @Test
  void shouldCountFieldsThatThisVersionDoesNotKnow() {
    for (FieldDescriptor kind : kinds()) {
      Message full = full(kind);
      Message one = withUnknown(full, 1);
      assertThat(Set.of(of(kind, full), of(kind, one), of(kind, withUnknown(full, 2)))).hasSize(3);
      assertThat(of(kind, withUnknown(full, 1))).isEqualTo(of(kind, one));
    }
  }

  private static Message withUnknown(Message message, long value) {
    UnknownFieldSet.Field field = UnknownFieldSet.Field.newBuilder().addVarint(value).build();
    return message.toBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(5_000, field).build())
        .build();
  }

  @Test
  void shouldTellKindsAndTextsOfTheSameBytesApart() {
    Set<Long> empty = new HashSet<>();
    for (FieldDescriptor kind : kinds()) {
      assertThat(empty.add(of(kind, Command.newBuilder().newBuilderForField(kind).build())))
          .as(kind.getName())
          .isTrue();
    }
    assertThat(ofCancel("ab", "c")).isNotEqualTo(ofCancel("a", "bc"));
    assertThat(ofCancel("a", "b")).isNotEqualTo(ofCancel("b", "a"));
    assertThat(ofCancel("a", "a")).isNotEqualTo(ofCancel("a"));
    assertThat(ofCancel()).isNotZero();
  }

  private static long ofCancel(String... taskIds) {
    return Fingerprint.of(
        Command.newBuilder()
            .setCancelTasks(CancelTasksRequest.newBuilder().addAllTaskIds(List.of(taskIds)))
            .build());
  }

  @Test
  void shouldStayWhatItWasInOlderVersions() {
    // It is stored with outcomes: a new one would refuse every retry after an upgrade.
    assertThat(ofCancel("a", "b")).isEqualTo(1_362_110_829_786_541_784L);
  }

  @Test
  void shouldRefuseCommandsWithoutACall() {
    assertThatThrownBy(
            () -> Fingerprint.of(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()).build()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
