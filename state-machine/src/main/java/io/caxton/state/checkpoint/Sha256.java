package io.caxton.state.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * SHA-256 that can be put aside and taken up again: chunks of one state come in many commands, and
 * where the hash stands is part of the state between them. The platform's own cannot be stored.
 */
final class Sha256 {
  private static final int BLOCK_BYTES = 64;
  private static final int WORDS = 8;
  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };
  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final int[] hash = new int[WORDS];
  private final int[] w = new int[BLOCK_BYTES];
  private final byte[] tail = new byte[BLOCK_BYTES];
  private int tailBytes;

  /** Goes on from a {@link #state}; from the beginning if that is empty. */
  static Sha256 from(ByteString state) {
    Sha256 sha = new Sha256();
    if (state.isEmpty()) {
      System.arraycopy(INITIAL, 0, sha.hash, 0, WORDS);
      return sha;
    }
    ByteBuffer stored = state.asReadOnlyByteBuffer();
    for (int i = 0; i < WORDS; i++) {
      sha.hash[i] = stored.getInt();
    }
    sha.tailBytes = stored.remaining();
    stored.get(sha.tail, 0, sha.tailBytes);
    return sha;
  }

  /** The words, then the bytes that fill no block yet. */
  ByteString state() {
    ByteBuffer state = ByteBuffer.allocate(WORDS * Integer.BYTES + tailBytes);
    for (int word : hash) {
      state.putInt(word);
    }
    return ByteString.copyFrom(state.put(tail, 0, tailBytes).flip());
  }

  Sha256 add(byte[] data) {
    int from = 0;
    if (tailBytes > 0) {
      from = Math.min(BLOCK_BYTES - tailBytes, data.length);
      System.arraycopy(data, 0, tail, tailBytes, from);
      tailBytes += from;
      if (tailBytes < BLOCK_BYTES) {
        return this;
      }
      block(tail, 0);
    }
    for (; from <= data.length - BLOCK_BYTES; from += BLOCK_BYTES) {
      block(data, from);
    }
    tailBytes = data.length - from;
    System.arraycopy(data, from, tail, 0, tailBytes);
    return this;
  }

  /** Of all that was added, {@code bytes} in number. Nothing may be added any more. */
  ByteString finish(long bytes) {
    int padding = (tailBytes < 56 ? 56 : 120) - tailBytes;
    byte[] end = new byte[padding + Long.BYTES];
    end[0] = (byte) 0x80;
    ByteBuffer.wrap(end).putLong(padding, bytes * 8);
    add(end);
    return state();
  }

  private void block(byte[] data, int from) {
    for (int i = 0, at = from; i < 16; i++, at += 4) {
      w[i] =
          data[at] << 24
              | (data[at + 1] & 0xff) << 16
              | (data[at + 2] & 0xff) << 8
              | (data[at + 3] & 0xff);
    }
    for (int i = 16; i < 64; i++) {
      int x = w[i - 15];
      int y = w[i - 2];
      int s0 = Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ (x >>> 3);
      int s1 = Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    rounds();
  }

  private void rounds() {
    int a = hash[0];
    int b = hash[1];
    int c = hash[2];
    int d = hash[3];
    int e = hash[4];
    int f = hash[5];
    int g = hash[6];
    int h = hash[7];
    for (int i = 0; i < 64; i++) {
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
    hash[5] += f;
    hash[6] += g;
    hash[7] += h;
  }
}
