package io.caxton.jepsen.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.caxton.v1.Applied;
import io.caxton.v1.ClaimTasksResponse;
import java.util.Optional;

/** What one call got: a response or an error. */
public record RawAnswer(Optional<Message> response, Optional<RawError> error) {

  /** Where a mutating call landed; only for responses. */
  public Applied applied() {
    Message message = response.orElseThrow(() -> new AssertionError("refused: " + error));
    return (Applied) message.getField(appliedField(message));
  }

  /**
   * What every answer to the same request has in common: without the mark of a replay, and without
   * what a replay leaves out of a grant that is over.
   */
  public RawAnswer lasting() {
    return new RawAnswer(response.map(RawAnswer::lasting), error);
  }

  private static Message lasting(Message message) {
    Message.Builder copy = message.toBuilder();
    FieldDescriptor applied = appliedField(message);
    copy.setField(
        applied, ((Applied) message.getField(applied)).toBuilder().clearReplayed().build());
    Message plain = copy.build();
    if (plain instanceof ClaimTasksResponse claimed) {
      ClaimTasksResponse.Builder grants = claimed.toBuilder();
      grants
          .getGrantsBuilderList()
          .forEach(grant -> grant.clearPayload().clearQueue().clearLabels());
      return grants.build();
    }
    return plain;
  }

  private static FieldDescriptor appliedField(Message message) {
    return message.getDescriptorForType().findFieldByName("applied");
  }
}
