package io.caxton.state;

import com.google.protobuf.MessageLite;

/**
 * One table of a frozen state, for export. Immutable, any thread.
 *
 * <p>Keys are bytes: a long in eight bytes, highest first; a resource as {@code fleet 0x00 id}.
 * Rows come in the unsigned order of their keys. A row's bytes are those of its message.
 */
public interface TableView {
  /** Unique and stable: part of the snapshot format. */
  String name();

  long rows();

  /** Gives every row, in key order. */
  void forEach(RowVisitor visitor);

  /**
   * The number of rows put or removed since the snapshot freeze before, or -1: too many to list.
   */
  long changedRows();

  /** Gives every changed row, in key order; not to be called if {@link #changedRows} is -1. */
  void forEachChange(ChangeVisitor visitor);

  /** Takes rows. The arrays and messages are the visitor's to keep, not to change. */
  @FunctionalInterface
  interface RowVisitor {
    void row(byte[] key, MessageLite value);
  }

  /** Takes changed rows. */
  interface ChangeVisitor {
    void put(byte[] key, MessageLite value);

    void removed(byte[] key);
  }
}
