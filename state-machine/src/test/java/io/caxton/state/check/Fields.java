package io.caxton.state.check;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Changes one field inside messages and lists, named as a refusal names it. */
final class Fields {
  private Fields() {}

  /** The message with the field at {@code path}, such as "tasks[0].retry.attempts_max", set. */
  static Message with(Message message, String path, Object value) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    int bracket = head.indexOf('[');
    FieldDescriptor field =
        message
            .getDescriptorForType()
            .findFieldByName(bracket < 0 ? head : head.substring(0, bracket));
    Message.Builder changed = message.toBuilder();
    if (bracket < 0) {
      return changed
          .setField(
              field,
              dot < 0
                  ? value
                  : with((Message) message.getField(field), path.substring(dot + 1), value))
          .build();
    }
    int index = Integer.parseInt(head.substring(bracket + 1, head.length() - 1));
    Object item =
        dot < 0
            ? value
            : with(
                (Message) message.getRepeatedField(field, index), path.substring(dot + 1), value);
    return changed.setRepeatedField(field, index, item).build();
  }
}
