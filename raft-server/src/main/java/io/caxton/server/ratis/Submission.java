package io.caxton.server.ratis;

import io.caxton.server.consensus.Proposal;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * One proposal on its way through Ratis: its bytes, and the proposal itself, which comes back at
 * apply without being decoded again.
 */
final class Submission implements Message {
  private final Proposal proposal;
  private final ByteString content;
  private volatile boolean appendReached;

  Submission(Proposal proposal) {
    this.proposal = proposal;
    // Nobody else has the array, so it needs no copy.
    this.content = UnsafeByteOperations.unsafeWrap(proposal.record().toByteArray());
  }

  Proposal proposal() {
    return proposal;
  }

  @Override
  public ByteString getContent() {
    return content;
  }

  /** Called under the log's lock, just before the entry gets its index. */
  void reachAppend() {
    appendReached = true;
  }

  /** Until this is true the record is in no log; from then on nobody can tell without the log. */
  boolean appendReached() {
    return appendReached;
  }

  @Override
  public String toString() {
    return "record of " + content.size() + " bytes";
  }
}
