package io.caxton.state.table;

import com.google.protobuf.Parser;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A frozen {@link PackedTable}: rows that are messages, and rows that are bytes and become messages
 * when somebody asks. No key is in both. Immutable, any thread.
 */
public final class LayeredRows<V> extends AbstractMap<String, V> {
  private final Map<String, V> messages;
  private final PackedView packed;
  private final Parser<V> parser;

  LayeredRows(Map<String, V> messages, PackedView packed, Parser<V> parser) {
    this.messages = messages;
    this.packed = packed;
    this.parser = parser;
  }

  /** The rows that are messages. */
  public Map<String, V> messages() {
    return messages;
  }

  /** The rows that are bytes, in no order. */
  public Iterable<RowBytes> packed() {
    return packed;
  }

  /** The row's bytes, if it is one of those. */
  public Optional<RowBytes> packed(String key) {
    return packed.find(key);
  }

  public V parse(RowBytes row) {
    return row.parse(parser);
  }

  @Override
  public int size() {
    return messages.size() + packed.size();
  }

  @Override
  public V get(Object key) {
    V row = messages.get(key);
    return row != null ? row : packed.find((String) key).map(this::parse).orElse(null);
  }

  @Override
  public boolean containsKey(Object key) {
    return messages.containsKey(key) || packed.find((String) key).isPresent();
  }

  @Override
  public Set<String> keySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<String> iterator() {
        return new Joined<>(messages.keySet().iterator(), packed.iterator()) {
          @Override
          String of(RowBytes row) {
            return row.key();
          }
        };
      }

      @Override
      public int size() {
        return LayeredRows.this.size();
      }
    };
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Joined<>(messages.entrySet().iterator(), packed.iterator()) {
          @Override
          Entry<String, V> of(RowBytes row) {
            return Map.entry(row.key(), parse(row));
          }
        };
      }

      @Override
      public int size() {
        return LayeredRows.this.size();
      }
    };
  }

  private abstract static class Joined<T> implements Iterator<T> {
    private final Iterator<T> first;
    private final Iterator<RowBytes> then;

    Joined(Iterator<T> first, Iterator<RowBytes> then) {
      this.first = first;
      this.then = then;
    }

    abstract T of(RowBytes row);

    @Override
    public boolean hasNext() {
      return first.hasNext() || then.hasNext();
    }

    @Override
    public T next() {
      return first.hasNext() ? first.next() : of(then.next());
    }
  }
}
