package io.caxton.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Messages with everything in them, and all that differ from one in a single field. */
final class Variants {
  record Variant(String what, Message message) {}

  private Variants() {}

  /** Every field set, of each choice the last, lists with two items. */
  static Message full(Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        message.addRepeatedField(field, value(message, field, 1));
        message.addRepeatedField(field, value(message, field, 2));
      } else {
        message.setField(field, value(message, field, 1));
      }
    }
    return message.build();
  }

  private static Object value(Message.Builder message, FieldDescriptor field, int nth) {
    return switch (field.getJavaType()) {
      case INT -> nth;
      case LONG -> (long) nth;
      case BOOLEAN -> nth % 2 == 1;
      case STRING -> "s" + nth;
      case BYTE_STRING -> ByteString.copyFromUtf8("b" + nth);
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(nth % values.size());
      }
      case MESSAGE -> full(message.newBuilderForField(field));
      case FLOAT, DOUBLE -> throw new IllegalStateException("no floating point: " + field);
    };
  }

  /** Each field changed, cleared, and each list longer and shorter. */
  static List<Variant> of(Message message, Set<String> without) {
    List<Variant> variants = new ArrayList<>();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (without.contains(field.getName())) {
                return;
              }
              add(variants, message, field.getName() + " cleared", b -> b.clearField(field));
              if (field.isRepeated()) {
                list(variants, message, field);
              } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                for (Variant inner : of((Message) value, Set.of())) {
                  String what = field.getName() + "." + inner.what();
                  add(variants, message, what, b -> b.setField(field, inner.message()));
                }
              } else if (field.getJavaType() != FieldDescriptor.JavaType.BOOLEAN) {
                // An enum of three has no third other value.
                boolean isEnum = field.getJavaType() == FieldDescriptor.JavaType.ENUM;
                Object other = value(message.toBuilder(), field, isEnum ? 2 : 3);
                add(variants, message, field.getName(), b -> b.setField(field, other));
              }
            });
    return variants;
  }

  private static void list(List<Variant> variants, Message message, FieldDescriptor field) {
    String name = field.getName();
    Object second = message.getRepeatedField(field, 1);
    add(variants, message, name + " longer", b -> b.addRepeatedField(field, second));
    add(
        variants,
        message,
        name + " shorter",
        b -> b.clearField(field).addRepeatedField(field, second));
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      for (Variant inner : of((Message) second, Set.of())) {
        String what = name + "[1]." + inner.what();
        add(variants, message, what, b -> b.setRepeatedField(field, 1, inner.message()));
      }
    } else {
      Object other = value(message.toBuilder(), field, 3);
      add(variants, message, name + "[1]", b -> b.setRepeatedField(field, 1, other));
    }
  }

  private static void add(
      List<Variant> variants, Message message, String what, UnaryOperator<Message.Builder> change) {
    variants.add(new Variant(what, change.apply(message.toBuilder()).build()));
  }
}
