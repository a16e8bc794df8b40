package io.caxton.client.console;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a message into what {@link Json} renders: field names as in the proto files, numbers as
 * numbers, enum values without their type's prefix, bytes in base64 and, where they are text, again
 * under NAME_text. Every field is there, except messages that are not set and other sides of a
 * oneof.
 */
public final class ProtoJson {
  private ProtoJson() {}

  public static Map<String, Object> of(Message message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        fields.put(field.getName(), list(message, field));
      } else if (!field.hasPresence() || message.hasField(field)) {
        put(field, message.getField(field), fields);
      }
    }
    return fields;
  }

  /** The name people use for an enum value: TASK_STATE_PENDING is PENDING. */
  public static String name(EnumValueDescriptor value) {
    String type = value.getType().getName().replaceAll("([a-z])([A-Z])", "$1_$2") + "_";
    String name = value.getName();
    return name.regionMatches(true, 0, type, 0, type.length())
        ? name.substring(type.length())
        : name;
  }

  private static List<Object> list(Message message, FieldDescriptor field) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      items.add(value(field, message.getRepeatedField(field, i)));
    }
    return items;
  }

  private static void put(FieldDescriptor field, Object value, Map<String, Object> into) {
    into.put(field.getName(), value(field, value));
    if (value instanceof ByteString bytes && !bytes.isEmpty() && bytes.isValidUtf8()) {
      into.put(field.getName() + "_text", bytes.toStringUtf8());
    }
  }

  private static Object value(FieldDescriptor field, Object value) {
    return switch (value) {
      case Message inner -> of(inner);
      case EnumValueDescriptor named -> name(named);
      case ByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      case Integer number when field.getType() == FieldDescriptor.Type.UINT32 ->
          Integer.toUnsignedLong(number);
      case Long number
          when field.getType() == FieldDescriptor.Type.UINT64
              || field.getType() == FieldDescriptor.Type.FIXED64 ->
          new java.math.BigInteger(Long.toUnsignedString(number));
      default -> value;
    };
  }
}
