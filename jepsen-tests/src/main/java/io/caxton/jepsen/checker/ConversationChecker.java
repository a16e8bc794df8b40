package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Conversations with one receiver each: gap-free; each acknowledged message at the place that was
 * told, once, in the order of real time; none there that was refused or never sent; delivered in
 * order, until acked, and never after that.
 */
public final class ConversationChecker implements Checker {
  @Override
  public String name() {
    return "conversation";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history)
        .forEach(
            (conversation, operations) ->
                new OfConversation(conversation, operations, findings).check());
    return findings.verdict();
  }

  private static final class OfConversation {
    private final String conversation;
    private final List<Operation> operations;
    private final Findings findings;
    private final Sequence log;

    OfConversation(String conversation, List<Operation> operations, Findings findings) {
      this.conversation = conversation;
      this.operations = operations;
      this.findings = findings;
      log = new Sequence(conversation, findings);
    }

    private Stream<Operation> all(String f) {
      return operations.stream().filter(operation -> operation.is(f));
    }

    private Stream<Operation> ok(String f) {
      return all(f).filter(Operation::ok);
    }

    void check() {
      List<Operation> sent = ok("send").toList();
      sent.forEach(send -> log.place((Long) send.out("seq"), (Long) send.in("n"), send));
      log.checkRealTime(sent, send -> (Long) send.out("seq"));
      Inbox inbox = new Inbox(log, all("ack").filter(ack -> !ack.failed()).toList());
      ok("receive").forEach(inbox::received);
      ok("history").forEach(read -> log.place(Sequence.entries(read.output()), read));
      Map<Long, Operation> sends = new HashMap<>();
      all("send").forEach(send -> sends.put((Long) send.in("n"), send));
      log.all().forEach(number -> known(number, sends.get(number)));
      findings.add("acknowledged", sent.size());
      findings.add("unknown", all("send").filter(Operation::unknown).count());
      findings.add("delivered_again", inbox.again());
      atTheEnd(sent, inbox);
    }

    private void known(long number, Operation send) {
      if (send == null) {
        log.anomaly(number + " is there and was never sent");
      } else if (send.failed()) {
        log.anomaly("there although it was refused: " + send);
      }
    }

    private void atTheEnd(List<Operation> sent, Inbox inbox) {
      Optional<Operation> last = ok("history").reduce((a, b) -> b);
      if (last.isEmpty() || sent.stream().anyMatch(send -> !send.before(last.get()))) {
        findings.undecided("without_final_read", conversation);
        return;
      }
      List<Sequence.Entry> entries = Sequence.entries(last.get().output());
      if (!entries.isEmpty() && entries.getFirst().seq() != 1) {
        log.anomaly("the history begins at " + entries.getFirst().seq() + ": " + last.get());
      }
      for (Operation send : sent) {
        if ((Long) send.out("seq") > entries.size()) {
          log.anomaly("acknowledged and lost: " + send);
        }
      }
      for (Sequence.Entry entry : entries) {
        if (!inbox.wasReceived(entry.seq())) {
          log.anomaly("it was never delivered: place " + entry.seq() + " of " + last.get());
        }
      }
    }
  }
}
