package io.caxton.server.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.caxton.server.error.RefusedException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.Page;
import io.caxton.v1.ReadInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PinnedListsTest {
  private static final Message QUERY = ListAgentsRequest.getDefaultInstance();
  private static final ReadInfo AT_SEVEN = ReadInfo.newBuilder().setPosition(7).build();

  private final AtomicLong nanos = new AtomicLong();
  private final PinnedLists lists = new PinnedLists(nanos::get);

  @Test
  void shouldReadAWholeListPageByPageAtOnePosition() {
    PinnedLists.Slice<Integer> one =
        lists.first(QUERY, List.of(1, 2, 3, 4, 5), AT_SEVEN, page(2, ""));
    PinnedLists.Slice<Integer> two = lists.next(QUERY, page(2, one.nextToken()));
    PinnedLists.Slice<Integer> three = lists.next(QUERY, page(2, two.nextToken()));
    assertThat(one.items()).containsExactly(1, 2);
    assertThat(two.items()).containsExactly(3, 4);
    assertThat(three.items()).containsExactly(5);
    assertThat(three.info()).isEqualTo(AT_SEVEN);
    assertThat(three.nextToken()).isEmpty();
  }

  @Test
  void shouldExpireThirtySecondsAfterTheLastPage() {
    String token = lists.first(QUERY, List.of(1, 2, 3), AT_SEVEN, page(1, "")).nextToken();
    nanos.addAndGet(PinnedLists.KEPT_NANOS - 1);
    String second = lists.next(QUERY, page(1, token)).nextToken();
    nanos.addAndGet(PinnedLists.KEPT_NANOS + 1);
    assertExpired(second);
  }

  @Test
  void shouldExpireUnknownAndMalformedTokens() {
    for (String token : List.of("x", "x.y", ".", "a.-1", "a.99999999999")) {
      assertExpired(token);
    }
  }

  @Test
  void shouldForgetTheOldestWhenThereAreTooMany() {
    String oldest = lists.first(QUERY, List.of(1, 2), AT_SEVEN, page(1, "")).nextToken();
    for (int i = 0; i < PinnedLists.LISTS_MAX; i++) {
      lists.first(QUERY, List.of(1, 2), AT_SEVEN, page(1, ""));
    }
    assertExpired(oldest);
  }

  @Test
  void shouldRefuseATokenOfAnotherList() {
    String token = lists.first(QUERY, List.of(1, 2), AT_SEVEN, page(1, "")).nextToken();
    ListAgentsRequest otherFleet = ListAgentsRequest.newBuilder().setFleet("other").build();
    for (Message other : List.of(otherFleet, ListTasksRequest.getDefaultInstance())) {
      assertThatThrownBy(() -> lists.next(other, page(1, token)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal().getField()).isEqualTo("page.token"))
          .hasMessageContaining(token);
    }
    assertThat(lists.next(QUERY, page(1, token)).items()).isEqualTo(List.of(2));
  }

  private void assertExpired(String token) {
    assertThatThrownBy(() -> lists.next(QUERY, page(1, token)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().getReason()).isEqualTo(ErrorReason.PAGE_EXPIRED));
  }

  private static Page page(int size, String token) {
    return Page.newBuilder().setSize(size).setToken(token).build();
  }
}
