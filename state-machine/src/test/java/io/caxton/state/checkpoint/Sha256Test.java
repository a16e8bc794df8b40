package io.caxton.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.Seeds;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void shouldBeThePlatformsHoweverTheBytesComeAndWhereverItIsPutAside() {
    Seeds.each(
        Sha256Test.class,
        300,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 130 : 5_000)];
          random.nextBytes(bytes);
          ByteString state = ByteString.EMPTY;
          for (int from = 0; from < bytes.length; ) {
            int to = from + 1 + random.nextInt(bytes.length - from);
            state = Sha256.from(state).add(Arrays.copyOfRange(bytes, from, to)).state();
            from = to;
          }
          assertThat(Sha256.from(state).finish(bytes.length)).isEqualTo(platform(bytes));
        });
  }

  private static ByteString platform(byte[] bytes) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
