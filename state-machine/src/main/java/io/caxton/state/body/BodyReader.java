package io.caxton.state.body;

import java.util.Arrays;
import java.util.Optional;

/** Reads bodies; any thread but the apply thread, which must not wait for a disk. */
public interface BodyReader {
  /**
   * Gives the stream's bodies from {@code fromSeq} to {@code toSeq}, without a gap. Stops at the
   * first that is not there: not yet appended, or trimmed. Returns the first sequence that was not
   * given.
   */
  long read(long streamId, long fromSeq, long toSeq, BodyVisitor visitor)
      throws DamagedBodyException;

  /** One body; empty if it is not there. */
  default Optional<byte[]> get(long streamId, long seq) throws DamagedBodyException {
    byte[][] found = new byte[1][];
    read(
        streamId,
        seq,
        seq,
        (at, array, offset, length) -> {
          found[0] = Arrays.copyOfRange(array, offset, offset + length);
          return false;
        });
    return Optional.ofNullable(found[0]);
  }
}
