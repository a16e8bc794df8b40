package io.caxton.state.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A fast 64-bit hash, the same on every machine and in every version: replicas compare it. */
public final class Hash64 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;

  private Hash64() {}

  public static long of(byte[] bytes) {
    return of(bytes, 0, bytes.length, 0);
  }

  /** Of the bytes from {@code from} to before {@code to}. */
  public static long of(byte[] bytes, int from, int to, long seed) {
    long hash = seed + PRIME_3 + (to - from);
    int i = from;
    for (; i <= to - 8; i += 8) {
      hash = step(hash, (long) LONGS.get(bytes, i));
    }
    long tail = 0;
    for (int shift = 0; i < to; i++, shift += 8) {
      tail |= (bytes[i] & 0xFFL) << shift;
    }
    return mix(step(hash, tail));
  }

  /** Of the characters of a short text. */
  public static long of(String text, long seed) {
    long hash = seed + PRIME_3 + text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME_1;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  private static long step(long hash, long value) {
    return Long.rotateLeft(hash ^ (Long.rotateLeft(value * PRIME_2, 31) * PRIME_1), 27) * PRIME_1
        + PRIME_3;
  }

  /** Spreads every bit over all. */
  public static long mix(long value) {
    long hash = value;
    hash ^= hash >>> 33;
    hash *= PRIME_2;
    hash ^= hash >>> 29;
    hash *= PRIME_3;
    return hash ^ (hash >>> 32);
  }
}
