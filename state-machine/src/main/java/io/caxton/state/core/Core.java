package io.caxton.state.core;

import io.caxton.state.Limits;
import io.caxton.state.body.BodyStore;
import io.caxton.state.feed.Feed;
import io.caxton.v1.Applied;

/** All that one replica holds. Apply thread only, except the feed's reading side. */
public final class Core {
  private final Limits limits;
  private final Progress progress = new Progress();
  private final CommandOutput output = new CommandOutput();
  private final Deadlines deadlines = new Deadlines();
  private final Fleets fleets = new Fleets();
  private final Sessions sessions = new Sessions(deadlines.sessions());
  private final BodyStore bodies = new BodyStore();
  private final Feed feed;
  private final TaskStore tasks;
  private final CompensationStore compensations = new CompensationStore(this);
  private final SagaStore sagas = new SagaStore(this);
  private final UploadStore uploads = new UploadStore(this);
  private final RecoveryStore recoveries = new RecoveryStore(this);
  private final ConversationStore conversations = new ConversationStore(this);
  private final InboxStore inboxes = new InboxStore(this);
  private final ObligationStore obligations = new ObligationStore(this);
  private final ScheduleStore schedules = new ScheduleStore(this);
  private final MailRouting mailRouting = new MailRouting(this);

  public Core(Limits limits) {
    this.limits = limits;
    feed = new Feed(limits.feedChangesMax(), limits.feedBytesMax());
    tasks = new TaskStore(this);
  }

  public Limits limits() {
    return limits;
  }

  public Progress progress() {
    return progress;
  }

  public CommandOutput output() {
    return output;
  }

  public Deadlines deadlines() {
    return deadlines;
  }

  public Fleets fleets() {
    return fleets;
  }

  public Sessions sessions() {
    return sessions;
  }

  public BodyStore bodies() {
    return bodies;
  }

  public Feed feed() {
    return feed;
  }

  public TaskStore tasks() {
    return tasks;
  }

  public CompensationStore compensations() {
    return compensations;
  }

  public SagaStore sagas() {
    return sagas;
  }

  public RecoveryStore recoveries() {
    return recoveries;
  }

  public UploadStore uploads() {
    return uploads;
  }

  public ConversationStore conversations() {
    return conversations;
  }

  public InboxStore inboxes() {
    return inboxes;
  }

  public ObligationStore obligations() {
    return obligations;
  }

  public ScheduleStore schedules() {
    return schedules;
  }

  public MailRouting mailRouting() {
    return mailRouting;
  }

  /** For the reply of the running command. */
  public Applied applied() {
    return Applied.newBuilder().setPosition(progress.position()).build();
  }
}
