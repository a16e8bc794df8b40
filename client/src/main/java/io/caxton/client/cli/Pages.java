package io.caxton.client.cli;

import com.google.protobuf.Message;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads a list page by page, all pages pinned to one position. */
final class Pages {
  private static final int SIZE_MAX = 1_000;

  /**
   * @param more true if the limit cut it off
   */
  record Items<T extends Message>(List<T> items, boolean more) {
    Map<String, Object> object(String name) {
      return Json.object(name, items.stream().map(ProtoJson::of).toList(), "more", more);
    }

    String note() {
      return more ? "… and more: raise --limit\n" : "";
    }
  }

  private Pages() {}

  /**
   * @param fetch asks for a page
   */
  static <R, T extends Message> Items<T> all(
      int limit,
      Function<Page, R> fetch,
      Function<R, List<T>> items,
      Function<R, String> nextToken) {
    List<T> all = new ArrayList<>();
    String token = "";
    do {
      int size = Math.min(SIZE_MAX, limit - all.size());
      R response = fetch.apply(Page.newBuilder().setSize(size).setToken(token).build());
      all.addAll(items.apply(response));
      token = nextToken.apply(response);
    } while (!token.isEmpty() && all.size() < limit);
    return new Items<>(all, !token.isEmpty());
  }
}
