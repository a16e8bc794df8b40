package io.caxton.jepsen.sim.model;

import io.caxton.state.Limits;
import io.caxton.v1.Call;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Record;
import java.util.Map;
import java.util.TreeMap;

/** The whole state by the simple rules. */
public final class Model {
  private static final int SEQUENCES_MAX = 65_536;

  final Limits limits;
  final Map<String, FleetModel> fleets = new TreeMap<>();
  final Map<Long, SessionModel> sessions = new TreeMap<>();
  long position;
  long tick;
  long wallMillis;
  private long lastOrder;

  private final SessionRules sessionRules = new SessionRules(this);
  private final RouteRules routeRules = new RouteRules(this);
  private final AgentRules agentRules = new AgentRules(this);
  final QueueRules queueRules = new QueueRules(this);
  final TaskRules taskRules = new TaskRules(this);
  private final DeadRules deadRules = new DeadRules(this);
  private final SweepRules sweepRules = new SweepRules(this);
  final Returns returns = new Returns(this);

  public Model(Limits limits) {
    this.limits = limits;
  }

  /** What a command must come to. */
  public record Expected(long position, boolean replayed, String summary) {}

  /** The commands that follow are of this record. */
  public void begin(Record record) {
    tick = record.getTick();
    wallMillis = record.getWallMillis();
  }

  /** Takes the next command; {@code call} has session 0 if it carries none. */
  public Expected apply(Command command, Call call) {
    position++;
    if (call.getSessionId() == 0) {
      return new Expected(position, false, execute(command));
    }
    SessionModel session = sessions.get(call.getSessionId());
    if (session == null) {
      return refused(ErrorReason.SESSION_EXPIRED);
    }
    session.use(tick);
    long firstOpen = Math.max(session.firstOpen, call.getFirstOpen());
    if (call.getSequence() < firstOpen) {
      return refused(ErrorReason.SEQUENCE_TOO_OLD);
    }
    if (call.getSequence() - firstOpen > SEQUENCES_MAX) {
      return refused(ErrorReason.INVALID_ARGUMENT);
    }
    session.firstOpen = firstOpen;
    session.outcomes.headMap(firstOpen).clear();
    SessionModel.Outcome known = session.outcomes.get(call.getSequence());
    if (known != null) {
      return known.fingerprint() == command.getFingerprint()
          ? new Expected(position, true, known.summary())
          : refused(ErrorReason.IDEMPOTENCY_MISMATCH);
    }
    if (session.outcomes.size() >= limits.outcomesPerSessionMax()) {
      return refused(ErrorReason.LIMIT_REACHED);
    }
    String summary = execute(command);
    session.outcomes.put(
        call.getSequence(), new SessionModel.Outcome(command.getFingerprint(), position, summary));
    return new Expected(position, false, summary);
  }

  private Expected refused(ErrorReason reason) {
    return new Expected(position, false, reason.name());
  }

  private String execute(Command command) {
    return switch (command.getRequestCase()) {
      case OPEN_SESSION -> sessionRules.open(command.getOpenSession());
      case KEEP_SESSION -> sessionRules.keep(command.getKeepSession());
      case CLOSE_SESSION -> sessionRules.close(command.getCloseSession());
      case REGISTER_AGENT -> agentRules.register(command.getRegisterAgent());
      case RENEW_AGENTS -> agentRules.renew(command.getRenewAgents());
      case DRAIN_AGENT -> agentRules.drain(command.getDrainAgent());
      case DEREGISTER_AGENT -> agentRules.deregister(command.getDeregisterAgent());
      case REDELIVER_GRANTS -> agentRules.redeliver(command.getRedeliverGrants());
      case PUT_ROUTE -> routeRules.put(command.getPutRoute());
      case DELETE_ROUTE -> routeRules.delete(command.getDeleteRoute());
      case SUBMIT_TASKS -> taskRules.submit(command.getSubmitTasks());
      case CLAIM_TASKS -> taskRules.claim(command.getClaimTasks());
      case EXTEND_TASKS -> taskRules.extend(command.getExtendTasks());
      case COMPLETE_TASKS -> taskRules.complete(command.getCompleteTasks());
      case FAIL_TASKS -> taskRules.fail(command.getFailTasks());
      case RELEASE_TASKS -> taskRules.release(command.getReleaseTasks());
      case CANCEL_TASKS -> taskRules.cancel(command.getCancelTasks());
      case PUT_QUEUE -> queueRules.put(command.getPutQueue());
      case STEER_QUEUE -> queueRules.steer(command.getSteerQueue());
      case PURGE_QUEUE -> queueRules.purge(command.getPurgeQueue());
      case REDRIVE_TASKS -> deadRules.redrive(command.getRedriveTasks());
      case PURGE_DEAD_TASKS -> deadRules.purge(command.getPurgeDeadTasks());
      case SETTLE_LATE_RESULT -> deadRules.settle(command.getSettleLateResult());
      case SWEEP -> "swept " + sweepRules.sweep(command.getSweep().getItemsMax());
      case NO_OP -> "ok";
      default -> throw new IllegalArgumentException("no command of this model");
    };
  }

  long nextOrder() {
    return ++lastOrder;
  }

  /** The fleet of this name; empty ones do not count. */
  FleetModel fleet(String given) {
    String name = given.isEmpty() ? "default" : given;
    FleetModel fleet = fleets.get(name);
    return fleet == null ? new FleetModel(name) : fleet;
  }

  /** False if this would be one fleet too many; else it is there from now on. */
  boolean admit(FleetModel fleet) {
    if (fleet.isEmpty()) {
      fleets.values().removeIf(FleetModel::isEmpty);
      if (fleets.size() >= limits.fleetsMax()) {
        return false;
      }
      fleets.put(fleet.name, fleet);
    }
    return true;
  }

  /** The tick at which something is due, or Long.MAX_VALUE. */
  public long nextDeadlineTick() {
    return sweepRules.nextTick();
  }

  /** The wall time at which something is due, or Long.MAX_VALUE. */
  public long nextDeadlineWallMillis() {
    return sweepRules.nextWallMillis();
  }
}
