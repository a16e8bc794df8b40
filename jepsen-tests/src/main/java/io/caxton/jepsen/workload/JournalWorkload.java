package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.JournalChecker;
import io.caxton.jepsen.checker.SameAnswer;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Journals with several writers each, some of which say where they expect the end, while
 * checkpoints are saved and what is behind them is trimmed.
 */
final class JournalWorkload implements Workload {
  private static final int AGENTS = 2;
  private static final int LIBRARY_WRITERS = 2;
  private static final int PAUSE_MILLIS = 40;
  private static final int KEEPER_PAUSE_MILLIS = 150;
  private static final int CALLS_PER_SESSION = 4_000;
  private static final Duration FINAL_READ = Duration.ofSeconds(30);

  private final List<JournalCell> cells = new ArrayList<>();
  private final List<ResentCalls> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong resent = new AtomicLong();

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String description() {
    return "agents' journals: dense, each acknowledged event once, trimmed only behind checkpoints";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < AGENTS; i++) {
      AgentEpoch agent = Calls.registered(client, context.prefix() + "-j" + i);
      cells.add(new JournalCell(agent, numbers));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (JournalCell cell : cells) {
      AgentJournal journal = client.journals().of(cell.agent());
      for (int i = 0; i < LIBRARY_WRITERS; i++) {
        Random random = context.random(cell.key() + "-writer-" + i);
        JournalWriter writer = new JournalWriter(new Caller(context), cell, random);
        Pace pace = new Pace(random, PAUSE_MILLIS);
        workers.add(
            () -> {
              writer.byLibrary(journal);
              pace.pause();
            });
      }
      workers.add(raw(context, cell));
      Random random = context.random(cell.key() + "-keeper");
      JournalKeeper keeper = new JournalKeeper(new Caller(context), client, cell, random);
      Pace pace = new Pace(random, KEEPER_PAUSE_MILLIS);
      workers.add(
          () -> {
            keeper.step();
            pace.pause();
          });
    }
    return workers;
  }

  private Worker raw(Context context, JournalCell cell) {
    Random random = context.random(cell.key() + "-raw");
    ResentCalls resending = new ResentCalls(context, random, resent, CALLS_PER_SESSION);
    calls.add(resending);
    JournalWriter writer = new JournalWriter(new Caller(context), cell, random);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      if (resending.hasSession()) {
        writer.raw(resending);
      }
      pace.pause();
    };
  }

  @Override
  public void drain(Context context) {
    Calls.together(calls, ResentCalls::manyAgain);
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    for (JournalCell cell : cells) {
      JournalKeeper keeper =
          new JournalKeeper(
              new Caller(context), client, cell, context.random(cell.key() + "-drain"));
      keeper.restoreAll();
      Calls.untilPresent(FINAL_READ, keeper::readAll);
    }
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new JournalChecker(), new SameAnswer());
  }
}
