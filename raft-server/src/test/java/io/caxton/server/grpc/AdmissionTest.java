package io.caxton.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.engine.BodyMemory;
import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.server.storage.FreeSpace;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.SendMessagesRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
  private static final List<Command> WITH_BODIES =
      List.of(
          Command.newBuilder().setAppendEvents(AppendEventsRequest.getDefaultInstance()).build(),
          Command.newBuilder().setSendMessages(SendMessagesRequest.getDefaultInstance()).build(),
          Command.newBuilder().setCommit(CommitRequest.getDefaultInstance()).build(),
          Command.newBuilder()
              .setPutCheckpointChunk(PutCheckpointChunkRequest.getDefaultInstance())
              .build());
  private static final Command WITHOUT =
      Command.newBuilder().setCompleteTasks(CompleteTasksRequest.getDefaultInstance()).build();

  @TempDir private Path dir;
  private final BodyMemory memory = new BodyMemory(1_000);

  private FreeSpace disk(long bytesMin) throws IOException {
    FreeSpace disk = new FreeSpace(dir, bytesMin);
    disk.look();
    return disk;
  }

  private static void assertRefused(
      Admission admission, Command request, Priority priority, ErrorReason reason) {
    assertThatThrownBy(() -> admission.check(request, priority))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal().getReason()).isEqualTo(reason));
  }

  @Test
  void shouldTakeNoFurtherBodiesWhenTheirShareOfTheHeapIsNearlyUsed() throws IOException {
    Admission admission = new Admission(disk(0), memory);
    memory.set(750);
    for (Command request : WITH_BODIES) {
      assertThatCode(() -> admission.check(request, Priority.NEW_WORK)).doesNotThrowAnyException();
    }

    memory.set(751);
    for (Command request : WITH_BODIES) {
      for (Priority priority : Priority.values()) {
        assertRefused(admission, request, priority, ErrorReason.OVERLOADED);
      }
    }
    assertThatCode(() -> admission.check(WITHOUT, Priority.NEW_WORK)).doesNotThrowAnyException();

    memory.set(0);
    for (Command request : WITH_BODIES) {
      assertThatCode(() -> admission.check(request, Priority.NEW_WORK)).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldTakeNoNewWorkWhenTheDiskIsLow() throws IOException {
    Admission admission = new Admission(disk(Long.MAX_VALUE), memory);

    for (Priority priority : Priority.values()) {
      if (priority == Priority.NEW_WORK) {
        assertRefused(admission, WITHOUT, priority, ErrorReason.DISK_LOW);
      } else {
        assertThatCode(() -> admission.check(WITHOUT, priority)).doesNotThrowAnyException();
      }
    }
  }
}
