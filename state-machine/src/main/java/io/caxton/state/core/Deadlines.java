package io.caxton.state.core;

import io.caxton.state.time.TimerHeap;

/** All that will be due: on the tick, and on the wall clock. */
public final class Deadlines {
  private final TimerHeap<AgentEntry> agentLeases = new TimerHeap<>();
  private final TimerHeap<TaskTimer> grants = new TimerHeap<>();
  private final TimerHeap<TaskTimer> delays = new TimerHeap<>();
  private final TimerHeap<QueueState> retentions = new TimerHeap<>();
  private final TimerHeap<SessionState> sessions = new TimerHeap<>();
  private final TimerHeap<TaskTimer> wallDeadlines = new TimerHeap<>();
  private final TimerHeap<TaskTimer> expiries = new TimerHeap<>();
  private final TimerHeap<QueueGate> gates = new TimerHeap<>();
  private final TimerHeap<TaskTimer> holds = new TimerHeap<>();
  private final TimerHeap<FleetSagas> sagas = new TimerHeap<>();
  private final TimerHeap<UploadTimer> uploads = new TimerHeap<>();
  private final TimerHeap<MessageEntry> messages = new TimerHeap<>();
  private final TimerHeap<ObligationEntry> obligations = new TimerHeap<>();
  private final TimerHeap<ConversationEntry> conversations = new TimerHeap<>();
  private final TimerHeap<ScheduleEntry> schedules = new TimerHeap<>();

  /** Waiting compensations by the tick at which they are held; tie: the task's order. */
  public TimerHeap<TaskTimer> holds() {
    return holds;
  }

  /** By the tick at which the fleet's oldest ended saga is forgotten; tie: that saga's order. */
  public TimerHeap<FleetSagas> sagas() {
    return sagas;
  }

  /** By the tick at which an unfinished checkpoint is discarded; tie: its upload's id. */
  public TimerHeap<UploadTimer> uploads() {
    return uploads;
  }

  /** By the tick at which the lease ends; tie: the position of the registration. */
  public TimerHeap<AgentEntry> agentLeases() {
    return agentLeases;
  }

  /** By the tick at which the grant ends; tie: the task's order. */
  public TimerHeap<TaskTimer> grants() {
    return grants;
  }

  /** By the tick before which the task is not granted; tie: the task's order. */
  public TimerHeap<TaskTimer> delays() {
    return delays;
  }

  /** By the tick at which the oldest ended task is forgotten; tie: that task's order. */
  public TimerHeap<QueueState> retentions() {
    return retentions;
  }

  /** By the tick at which the session expires; tie: its id. */
  public TimerHeap<SessionState> sessions() {
    return sessions;
  }

  /** Pending tasks by their wall deadline; tie: the task's order. */
  public TimerHeap<TaskTimer> wallDeadlines() {
    return wallDeadlines;
  }

  /** Pending tasks by the tick by which they must have started or ended; tie: the task's order. */
  public TimerHeap<TaskTimer> expiries() {
    return expiries;
  }

  /**
   * Queues that have something ready and wait for their rate, by the tick of the next grant; tie:
   * the queue's revision, since a rate is put by a command that puts no other queue.
   */
  public TimerHeap<QueueGate> gates() {
    return gates;
  }

  /** Waiting messages by the end of their delay or time to live; tie: the message's order. */
  public TimerHeap<MessageEntry> messages() {
    return messages;
  }

  /** By the tick by which the answer is due; tie: the order of the message that asks. */
  public TimerHeap<ObligationEntry> obligations() {
    return obligations;
  }

  /** By the tick at which it closes by itself or is forgotten; tie: its stream. */
  public TimerHeap<ConversationEntry> conversations() {
    return conversations;
  }

  /**
   * By the wall time of the next instant, 0 if the leader has to look at once; tie: the position of
   * the schedule's creation. Not swept: the leader proposes what is due.
   */
  public TimerHeap<ScheduleEntry> schedules() {
    return schedules;
  }

  /** The earliest of those on the tick, or {@link TimerHeap#NEVER}. */
  public long nextTick() {
    long next = Math.min(agentLeases.nextAt(), grants.nextAt());
    next = Math.min(next, Math.min(delays.nextAt(), retentions.nextAt()));
    next = Math.min(next, Math.min(holds.nextAt(), sagas.nextAt()));
    next = Math.min(next, uploads.nextAt());
    next = Math.min(next, Math.min(expiries.nextAt(), gates.nextAt()));
    next = Math.min(next, Math.min(messages.nextAt(), obligations.nextAt()));
    next = Math.min(next, conversations.nextAt());
    return Math.min(next, sessions.nextAt());
  }
}
