package io.caxton.state.body;

/** One reading of a stream over all layers: gapless, each body once, until told to stop. */
public final class BodyScan {
  private final long toSeq;
  private final BodyVisitor visitor;
  private long nextSeq;
  private boolean stopped;

  BodyScan(long fromSeq, long toSeq, BodyVisitor visitor) {
    this.nextSeq = fromSeq;
    this.toSeq = toSeq;
    this.visitor = visitor;
  }

  /** The sequence that is wanted next. */
  public long nextSeq() {
    return nextSeq;
  }

  public boolean isOver() {
    return stopped || nextSeq > toSeq;
  }

  /** Takes the next one; passes over one that it had. False if there is no use in going on. */
  public boolean offer(long seq, byte[] array, int offset, int length) {
    if (seq < nextSeq) {
      return true;
    }
    if (seq > nextSeq || isOver()) {
      return false;
    }
    nextSeq++;
    stopped = !visitor.body(seq, array, offset, length);
    return !isOver();
  }
}
