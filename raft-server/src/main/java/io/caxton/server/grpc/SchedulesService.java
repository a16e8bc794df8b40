package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.server.schedule.BadSpecException;
import io.caxton.server.schedule.Instants;
import io.caxton.state.RequestValidator;
import io.caxton.state.read.ScheduleReads;
import io.caxton.v1.Command;
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
import io.caxton.v1.Reply;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.ResumeScheduleResponse;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.TriggerScheduleRequest;
import io.caxton.v1.TriggerScheduleResponse;
import io.grpc.stub.StreamObserver;

/** Schedules over gRPC. */
final class SchedulesService extends SchedulesGrpc.SchedulesImplBase {
  private static final String SPEC = "schedule.spec.";

  private final Writes writes;
  private final Reads reads;

  SchedulesService(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public void putSchedule(PutScheduleRequest request, StreamObserver<PutScheduleResponse> call) {
    Command command = Command.newBuilder().setPutSchedule(request).build();
    Answers.send(
        call,
        () -> {
          RefusedException.throwIf(RequestValidator.check(command));
          checkCron(request.getSchedule().getSpec());
          return writes
              .propose(command, Priority.ORDINARY)
              .thenApply(result -> result.reply().getPutSchedule());
        });
  }

  /** The part of the form that takes a library to check. */
  private static void checkCron(ScheduleSpec spec) {
    if (!spec.hasCron()) {
      return;
    }
    try {
      if (Instants.of(spec).after(0).isEmpty()) {
        throw RefusedException.invalid(
            SPEC + "cron.expression",
            "\"" + spec.getCron().getExpression() + "\" never comes true");
      }
    } catch (BadSpecException e) {
      throw RefusedException.invalid(SPEC + e.field(), e.getMessage());
    }
  }

  @Override
  public void deleteSchedule(
      DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> call) {
    Command command = Command.newBuilder().setDeleteSchedule(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getDeleteSchedule);
  }

  @Override
  public void pauseSchedule(
      PauseScheduleRequest request, StreamObserver<PauseScheduleResponse> call) {
    Command command = Command.newBuilder().setPauseSchedule(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPauseSchedule);
  }

  @Override
  public void resumeSchedule(
      ResumeScheduleRequest request, StreamObserver<ResumeScheduleResponse> call) {
    Command command = Command.newBuilder().setResumeSchedule(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getResumeSchedule);
  }

  @Override
  public void triggerSchedule(
      TriggerScheduleRequest request, StreamObserver<TriggerScheduleResponse> call) {
    Command command = Command.newBuilder().setTriggerSchedule(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getTriggerSchedule);
  }

  @Override
  public void getSchedule(GetScheduleRequest request, StreamObserver<GetScheduleResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetScheduleResponse.newBuilder()
                .setInfo(info)
                .setSchedule(
                    state
                        .schedule(request.getFleet(), request.getScheduleId())
                        .orElseThrow(
                            () -> RefusedException.notFound("schedule", request.getScheduleId())))
                .build());
  }

  @Override
  public void listSchedules(
      ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> ScheduleReads.list(state, request),
        slice ->
            ListSchedulesResponse.newBuilder()
                .setInfo(slice.info())
                .addAllSchedules(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }
}
