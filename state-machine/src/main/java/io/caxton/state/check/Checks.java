package io.caxton.state.check;

import io.caxton.state.Refusals;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import java.util.Optional;

/**
 * Looks at fields and keeps the first that is wrong. A field's path is given as a prefix that ends
 * in a dot or is empty, and a name, so that nothing is joined while all is well.
 */
final class Checks {
  static final int ITEMS_MAX = 1_000;

  private static final int SHOWN_MAX = 64;

  private Optional<Refusal> refusal = Optional.empty();

  Optional<Refusal> refusal() {
    return refusal;
  }

  boolean failed() {
    return refusal.isPresent();
  }

  /** {@code is} says what is there, {@code must} what is allowed. */
  void fail(Path path, String name, String is, String must) {
    if (refusal.isEmpty()) {
      String field = path + name;
      refusal =
          Optional.of(
              Refusals.of(ErrorReason.INVALID_ARGUMENT, field + " is " + is + "; " + must)
                  .toBuilder()
                  .setField(field)
                  .build());
    }
  }

  /** An unsigned 32-bit field. */
  void range(Path path, String name, int value, long min, long max) {
    long unsigned = Integer.toUnsignedLong(value);
    if (unsigned < min || unsigned > max) {
      fail(path, name, Long.toString(unsigned), "it must be " + min + " to " + max);
    }
  }

  /** An unsigned 32-bit field that may be left out. */
  void rangeOrZero(Path path, String name, int value, long min, long max) {
    if (value != 0) {
      range(path, name, value, min, max);
    }
  }

  /** An unsigned 64-bit field. */
  void range(Path path, String name, long value, long min, long max) {
    if (value < min || value > max) {
      fail(path, name, Long.toUnsignedString(value), "it must be " + min + " to " + max);
    }
  }

  void items(Path path, String name, int count) {
    if (count < 1 || count > ITEMS_MAX) {
      fail(path, name, count + " long", "it must have 1 to " + ITEMS_MAX + " items");
    }
  }

  void countMax(Path path, String name, int count, int max) {
    if (count > max) {
      fail(path, name, count + " long", "it must have at most " + max + " items");
    }
  }

  void bytesMax(Path path, String name, int bytes, int max) {
    if (bytes > max) {
      fail(path, name, bytes + " bytes long", "at most " + max + " bytes are allowed");
    }
  }

  /** Free text. */
  void textMax(Path path, String name, String text, int bytesMax) {
    if (text.length() > bytesMax / 3) {
      bytesMax(path, name, utf8Bytes(text), bytesMax);
    }
  }

  /** 1 to {@code max} characters of {@code characters}. */
  void name(Path path, String name, String value, Characters characters, int max) {
    if (value.isEmpty()) {
      fail(path, name, "empty", "it must have 1 to " + max + " characters of " + characters);
    } else {
      nameOrEmpty(path, name, value, characters, max);
    }
  }

  void nameOrEmpty(Path path, String name, String value, Characters characters, int max) {
    if (value.length() > max) {
      fail(
          path,
          name,
          shown(value) + ", " + value.length() + " characters long",
          "at most " + max + " are allowed");
    } else if (!characters.haveAll(value)) {
      fail(path, name, shown(value), "only characters of " + characters + " are allowed");
    }
  }

  static String shown(String value) {
    return value.length() <= SHOWN_MAX
        ? '"' + value + '"'
        : '"' + value.substring(0, SHOWN_MAX) + "\"…";
  }

  private static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A pair of surrogates takes four bytes: two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
