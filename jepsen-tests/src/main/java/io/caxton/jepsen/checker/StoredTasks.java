package io.caxton.jepsen.checker;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.Page;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import java.util.HashMap;
import java.util.Map;

/** Everything that a queue holds, read linearizably page by page at one position. */
public final class StoredTasks {
  private static final int PAGE = 1_000;

  private StoredTasks() {}

  /** By id; without payloads and results. */
  public static Map<String, Task> of(CaxtonClient client, String queue) {
    Map<String, Task> tasks = new HashMap<>();
    String token = "";
    do {
      ListTasksResponse page =
          CaxtonException.join(
              client
                  .tasks()
                  .list(
                      ListTasksRequest.newBuilder()
                          .setFilter(TaskFilter.newBuilder().setQueue(queue))
                          .setPage(Page.newBuilder().setSize(PAGE).setToken(token))
                          .build()));
      for (Task task : page.getTasksList()) {
        if (tasks.put(task.getId(), task) != null) {
          throw new AssertionError("task " + task.getId() + " is listed twice");
        }
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return tasks;
  }
}
