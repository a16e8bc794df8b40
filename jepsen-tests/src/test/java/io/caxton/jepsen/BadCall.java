package io.caxton.jepsen;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawCall;
import io.caxton.v1.ErrorReason;
import io.grpc.MethodDescriptor;

/** A call that must be refused, and how. */
record BadCall(String what, RawCall<?, ?> call, ErrorReason reason, String field) {

  static <Q extends Message, R extends Message> BadCall of(
      MethodDescriptor<Q, R> method, Message.Builder request, ErrorReason reason, String field) {
    @SuppressWarnings("unchecked")
    Q built = (Q) request.build();
    String shown = built.toString().replace('\n', ' ');
    return new BadCall(
        method.getBareMethodName() + " " + shown.substring(0, Math.min(150, shown.length())),
        new RawCall<>(method, built),
        reason,
        field);
  }

  /** A good request with one field made bad; {@code path} such as "call.session_id". */
  static <Q extends Message, R extends Message> BadCall with(
      MethodDescriptor<Q, R> method, Q good, String path, Object value) {
    Message.Builder request = good.toBuilder();
    set(request, path, value);
    return of(method, request, ErrorReason.INVALID_ARGUMENT, path);
  }

  /** Sets a field inside messages and lists, such as "tasks[0].retry.attempts_max". */
  static void set(Message.Builder message, String path, Object value) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    int bracket = head.indexOf('[');
    String name = bracket < 0 ? head : head.substring(0, bracket);
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException(message.getDescriptorForType().getName() + ": " + path);
    }
    int index = bracket < 0 ? -1 : Integer.parseInt(head.substring(bracket + 1, head.length() - 1));
    if (dot < 0) {
      if (index < 0) {
        message.setField(field, value);
      } else {
        message.setRepeatedField(field, index, value);
      }
      return;
    }
    Message.Builder inner =
        index < 0
            ? ((Message) message.getField(field)).toBuilder()
            : ((Message) message.getRepeatedField(field, index)).toBuilder();
    set(inner, path.substring(dot + 1), value);
    if (index < 0) {
      message.setField(field, inner.build());
    } else {
      message.setRepeatedField(field, index, inner.build());
    }
  }
}
