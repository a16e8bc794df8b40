package io.caxton.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of bytes that come bit by bit. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(ByteString bytes) {
    for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
      digest.update(part);
    }
  }

  /** Ends it. */
  ByteString value() {
    return ByteString.copyFrom(digest.digest());
  }
}
