package io.caxton.state.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.caxton.state.RequestValidator;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.Refusal;
import io.caxton.v1.TransferLeadershipRequest;
import java.util.Collection;
import java.util.Optional;

/** One field of a good request, to be set to values on both sides of a bound. */
record Bound(Message good, String path) {

  Bound allows(Object... values) {
    for (Object value : values) {
      assertThat(check(Fields.with(good, path, value)))
          .as("%s with %s = %s", name(), path, shown(value))
          .isEmpty();
    }
    return this;
  }

  Bound refuses(Object... values) {
    for (Object value : values) {
      refuses(path, Fields.with(good, path, value), value);
    }
    return this;
  }

  /** As {@link #refuses}, where the refusal names a field inside the value. */
  void refusesAt(String field, Object value) {
    refuses(field, Fields.with(good, path, value), value);
  }

  private void refuses(String field, Message request, Object value) {
    Optional<Refusal> refusal = check(request);
    assertThat(refusal).as("%s with %s = %s", name(), path, shown(value)).isPresent();
    assertThat(refusal.get().getReason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(refusal.get().getField()).isEqualTo(field);
    assertThat(refusal.get().getMessage()).startsWith(field + " is ").contains("; ");
    if (value instanceof Integer number) {
      assertThat(refusal.get().getMessage())
          .containsAnyOf(Integer.toUnsignedString(number), number.toString());
    }
  }

  private String name() {
    return good.getDescriptorForType().getName();
  }

  private static Object shown(Object value) {
    return switch (value) {
      case Collection<?> list -> list.size() + " items";
      case String text when text.length() > 80 -> text.length() + " characters";
      default -> value;
    };
  }

  /** By whichever way such a request is checked. */
  static Optional<Refusal> check(Message request) {
    for (FieldDescriptor field : Command.getDescriptor().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && field.getMessageType() == request.getDescriptorForType()) {
        return RequestValidator.check(Command.newBuilder().setField(field, request).build());
      }
    }
    return switch (request) {
      case OpenGrants open -> RequestValidator.check(open);
      case ChangeMembersRequest change -> RequestValidator.check(change);
      case TransferLeadershipRequest transfer -> RequestValidator.check(transfer);
      default -> RequestValidator.checkRead(request);
    };
  }
}
