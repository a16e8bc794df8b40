package io.caxton.state.task;

import com.google.protobuf.CodedOutputStream;
import io.caxton.state.core.Hash64;
import io.caxton.v1.NewTask;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The hash by which the same id with the same content is recognised: of all but the id. */
final class ContentHash {
  private static final int SCRATCH_BYTES_MAX = 64 << 10;

  private byte[] scratch = new byte[1 << 10];

  long of(NewTask task) {
    int length = task.getSerializedSize();
    byte[] bytes = length <= scratch.length ? scratch : grow(length);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 0, length);
    try {
      task.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Hash64.of(bytes, idBytes(task), length, 0);
  }

  private byte[] grow(int length) {
    byte[] bytes = new byte[Integer.highestOneBit(length) * 2];
    if (bytes.length <= SCRATCH_BYTES_MAX) {
      scratch = bytes;
    }
    return bytes;
  }

  /** The id is field 1 and stands first: tag, length, characters of ASCII. */
  private static int idBytes(NewTask task) {
    int characters = CodedOutputStream.computeStringSizeNoTag(task.getId());
    return task.getId().isEmpty() ? 0 : 1 + characters;
  }
}
