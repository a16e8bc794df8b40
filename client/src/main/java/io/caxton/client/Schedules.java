package io.caxton.client;

import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.DeleteScheduleResponse;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.GetScheduleResponse;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListSchedulesResponse;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PauseScheduleResponse;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.PutScheduleResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.ResumeScheduleResponse;
import io.caxton.v1.Schedule;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.TriggerScheduleRequest;
import io.caxton.v1.TriggerScheduleResponse;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Tasks of one fleet that are submitted by themselves at set times. */
public final class Schedules {
  private final Core core;
  private final String fleet;

  Schedules(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /**
   * Creates or replaces a schedule, which begins anew: what was missed before is forgotten. Fields
   * that only the cluster writes must be empty.
   *
   * @param revision 0: only if there is none; else only if this is its revision; empty: whatever is
   *     there
   * @return the schedule without its task's payload
   */
  public CompletableFuture<Schedule> put(Schedule schedule, OptionalLong revision) {
    PutScheduleRequest.Builder request =
        PutScheduleRequest.newBuilder().setFleet(fleet).setSchedule(schedule);
    revision.ifPresent(request::setExpectedRevision);
    PutScheduleRequest without = request.build();
    return core.mutate(
            SchedulesGrpc.getPutScheduleMethod(),
            call -> without.toBuilder().setCall(call).build(),
            0)
        .thenApply(PutScheduleResponse::getSchedule);
  }

  /** The schedule with its task's payload. */
  public CompletableFuture<GetScheduleResponse> get(String scheduleId, ReadOptions read) {
    return core.read(
        SchedulesGrpc.getGetScheduleMethod(),
        GetScheduleRequest.newBuilder()
            .setFleet(fleet)
            .setScheduleId(scheduleId)
            .setRead(read)
            .build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListSchedulesResponse> list(ListSchedulesRequest request) {
    return core.read(
        SchedulesGrpc.getListSchedulesMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }

  /** Deletes a schedule; with a revision only if that is its revision. Its tasks stay. */
  public CompletableFuture<DeleteScheduleResponse> delete(
      String scheduleId, OptionalLong revision) {
    DeleteScheduleRequest.Builder request =
        DeleteScheduleRequest.newBuilder().setFleet(fleet).setScheduleId(scheduleId);
    revision.ifPresent(request::setExpectedRevision);
    DeleteScheduleRequest without = request.build();
    return core.mutate(
        SchedulesGrpc.getDeleteScheduleMethod(),
        call -> without.toBuilder().setCall(call).build(),
        0);
  }

  /** Nothing is submitted until it is resumed; {@code note} says why, for people. */
  public CompletableFuture<Schedule> pause(String scheduleId, String note) {
    return core.mutate(
            SchedulesGrpc.getPauseScheduleMethod(),
            call ->
                PauseScheduleRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setScheduleId(scheduleId)
                    .setNote(note)
                    .build(),
            0)
        .thenApply(PauseScheduleResponse::getSchedule);
  }

  /** It goes on; what passed meanwhile was missed, and its catch-up policy decides. */
  public CompletableFuture<Schedule> resume(String scheduleId) {
    return core.mutate(
            SchedulesGrpc.getResumeScheduleMethod(),
            call ->
                ResumeScheduleRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setScheduleId(scheduleId)
                    .build(),
            0)
        .thenApply(ResumeScheduleResponse::getSchedule);
  }

  /** Submits its task now; gives the task's id. Repeats of a call that was unknown submit one. */
  public CompletableFuture<String> trigger(String scheduleId) {
    return core.mutate(
            SchedulesGrpc.getTriggerScheduleMethod(),
            call ->
                TriggerScheduleRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setScheduleId(scheduleId)
                    .build(),
            0)
        .thenApply(TriggerScheduleResponse::getTaskId);
  }
}
