package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.Milestone;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a state as they are handed over; tells when some of them are and others are not. */
final class ToldInput extends InputStream {
  private final InputStream bytes;
  private final StatefulConfig<?> config;
  private boolean given;
  private boolean told;

  ToldInput(ByteString state, StatefulConfig<?> config) {
    bytes = state.newInput();
    this.config = config;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (given && !told) {
      told = true;
      config.at(Milestone.CHECKPOINT_CHUNK);
    }
    given = true;
    return bytes.read(into, offset, length);
  }
}
