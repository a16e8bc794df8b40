package io.caxton.server.read;

import com.google.protobuf.Message;
import io.caxton.server.error.RefusedException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Page;
import io.caxton.v1.ReadInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Lists that are read page by page, each pinned to one position of the state: 30 s after its last
 * page, or when too many others came after it, a list is forgotten. Thread-safe.
 */
public final class PinnedLists {
  static final long KEPT_NANOS = 30_000_000_000L;
  static final int LISTS_MAX = 256;
  static final int PAGE_SIZE_DEFAULT = 100;

  /** One page. The token is empty after the last. */
  public record Slice<T>(List<T> items, ReadInfo info, String nextToken) {}

  private record Pinned(Message query, List<?> items, ReadInfo info, long usedNanos) {}

  private final LongSupplier nanoTime;
  private final Map<String, Pinned> lists = new LinkedHashMap<>();

  public PinnedLists(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The first page of a fresh list.
   *
   * @param query what was asked: a token of its list is good for nothing else
   */
  public <T> Slice<T> first(Message query, List<T> items, ReadInfo info, Page page) {
    int size = size(page);
    if (items.size() <= size) {
      return new Slice<>(items, info, "");
    }
    String id = UUID.randomUUID().toString();
    return slice(id, new Pinned(query, items, info, nanoTime.getAsLong()), 0, size);
  }

  /** A later page, by the token of the one before. */
  public <T> Slice<T> next(Message query, Page page) {
    int dot = page.getToken().lastIndexOf('.');
    int from = offset(page.getToken(), dot);
    String id = page.getToken().substring(0, Math.max(dot, 0));
    Pinned pinned;
    synchronized (this) {
      forgetOld();
      pinned = lists.get(id);
    }
    if (pinned == null || from < 0 || from > pinned.items().size()) {
      throw RefusedException.of(
          ErrorReason.PAGE_EXPIRED,
          "page.token: this node does not keep the list any more; start it again");
    }
    if (!pinned.query().equals(query)) {
      throw RefusedException.invalid(
          "page.token",
          '"'
              + page.getToken()
              + "\" is of a list with another fleet, filter or kind; start again");
    }
    Pinned used = new Pinned(query, pinned.items(), pinned.info(), nanoTime.getAsLong());
    return slice(id, used, from, size(page));
  }

  public static boolean isFirst(Page page) {
    return page.getToken().isEmpty();
  }

  @SuppressWarnings("unchecked")
  private <T> Slice<T> slice(String id, Pinned pinned, int from, int size) {
    List<T> items = (List<T>) pinned.items();
    int to = Math.min(items.size(), from + size);
    synchronized (this) {
      lists.remove(id);
      if (to < items.size()) {
        lists.put(id, pinned);
        forgetOld();
      }
    }
    String token = to < items.size() ? id + "." + to : "";
    return new Slice<>(items.subList(from, to), pinned.info(), token);
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    lists.values().removeIf(pinned -> now - pinned.usedNanos() > KEPT_NANOS);
    while (lists.size() > LISTS_MAX) {
      lists.remove(lists.keySet().iterator().next());
    }
  }

  private static int size(Page page) {
    return page.getSize() == 0 ? PAGE_SIZE_DEFAULT : page.getSize();
  }

  private static int offset(String token, int dot) {
    try {
      return Integer.parseInt(token.substring(dot + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
