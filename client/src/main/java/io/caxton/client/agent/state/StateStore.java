package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.io.IOException;

/** Where states lie that are too large for the cluster, such as an object store. */
public interface StateStore {
  /**
   * Stores a state under a name that nothing else has, and gives its URI, at most 1 024 bytes. It
   * must be durable when this returns.
   */
  String save(String name, ByteString state) throws IOException;

  /** What was saved there; its size and hash are checked by the library. */
  ByteString load(String uri) throws IOException;
}
