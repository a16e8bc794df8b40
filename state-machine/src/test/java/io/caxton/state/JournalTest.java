package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.core.Hash64;
import io.caxton.v1.Agent;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Replica replica = new Replica();
  private final Memoirs memoirs = new Memoirs(replica);
  private Agent agent;

  @BeforeEach
  void givenAnAgent() {
    agent = replica.register("a");
  }

  @Test
  void shouldGiveDenseSequencesFromOne() throws Exception {
    var first =
        replica.reply(Memoirs.command(memoirs.appending(agent, "x", "y"))).getAppendEvents();
    var second = replica.reply(Memoirs.command(memoirs.appending(agent, "z"))).getAppendEvents();

    assertThat(first.getFirstSeq()).isEqualTo(1);
    assertThat(first.getLastSeq()).isEqualTo(2);
    assertThat(second.getFirstSeq()).isEqualTo(3);
    assertThat(memoirs.read("a")).containsExactly("x", "y", "z");
    assertThat(memoirs.journal("a").getLastSeq()).isEqualTo(3);
  }

  @Test
  void shouldAppendOnceWhenTheSameCallComesTwice() throws Exception {
    var call = Memoirs.command(memoirs.appending(agent, "x")).setFingerprint(5);
    Result once = replica.apply(call);
    Result again = replica.apply(call);

    assertThat(again.replayed()).isTrue();
    assertThat(again.reply().getAppendEvents().getLastSeq())
        .isEqualTo(once.reply().getAppendEvents().getLastSeq());
    assertThat(memoirs.read("a")).containsExactly("x");
  }

  @Test
  void shouldAppendOnlyWhereTheCallerThinksTheJournalEnds() throws Exception {
    memoirs.append(agent, "x");
    Refusal refusal =
        replica.refusal(Memoirs.command(memoirs.appending(agent, "y").setExpectedLastSeq(0)));
    assertThat(refusal.getReason()).isEqualTo(ErrorReason.JOURNAL_CONFLICT);
    assertThat(refusal.getDetails(0).getKey()).isEqualTo("last_seq");
    assertThat(refusal.getDetails(0).getValue()).isEqualTo("1");

    replica.reply(Memoirs.command(memoirs.appending(agent, "y").setExpectedLastSeq(1)));
    assertThat(memoirs.read("a")).containsExactly("x", "y");
  }

  @Test
  void shouldLetOnlyTheLivingNewestInstanceWrite() throws Exception {
    memoirs.append(agent, "x");
    Agent next = replica.register("a");
    assertThat(replica.refusal(Memoirs.command(memoirs.appending(agent, "y"))).getReason())
        .isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(replica.refusal(memoirs.trimming(agent, 1)).getReason())
        .isEqualTo(ErrorReason.STALE_EPOCH);

    memoirs.append(next, "z");
    assertThat(memoirs.read("a")).containsExactly("x", "z");

    replica.pass(10_000);
    assertThat(replica.refusal(Memoirs.command(memoirs.appending(next, "y"))).getReason())
        .isEqualTo(ErrorReason.AGENT_LOST);
  }

  @Test
  void shouldKeepTheJournalWhateverBecomesOfItsAgent() throws Exception {
    memoirs.append(agent, "x");
    replica.pass(3_600_000_000L);

    assertThat(memoirs.read("a")).containsExactly("x");
  }

  @Test
  void shouldChainAHashOverEveryBody() {
    Replica other = new Replica();
    Agent same = other.register("a");
    memoirs.append(agent, "x", "y");
    new Memoirs(other).append(same, "x", "z");

    Journal journal = memoirs.journal("a");
    assertThat(journal.getChainHash()).isNotZero().isNotEqualTo(Hash64.of(new byte[0]));
    assertThat(other.machine.freeze().digest()).isNotEqualTo(replica.machine.freeze().digest());
  }

  @Test
  void shouldNotTrimWhatACheckpointMayNeed() {
    memoirs.append(agent, 10);
    assertThat(replica.refusal(memoirs.trimming(agent, 1)).getReason())
        .isEqualTo(ErrorReason.CHECKPOINT_NEEDED);

    memoirs.save(agent, 8);
    assertThat(replica.refusal(memoirs.trimming(agent, 1)).getReason())
        .isEqualTo(ErrorReason.CHECKPOINT_NEEDED);

    memoirs.save(agent, 10);
    Refusal refusal = replica.refusal(memoirs.trimming(agent, 9));
    assertThat(refusal.getReason()).isEqualTo(ErrorReason.CHECKPOINT_NEEDED);
    assertThat(refusal.getDetails(0).getValue()).isEqualTo("8");
  }

  @Test
  void shouldForgetWhatIsTrimmedAndCountWhatIsLeft() throws Exception {
    memoirs.append(agent, 10);
    long bytes = memoirs.journal("a").getBytes();
    memoirs.save(agent, 8);
    memoirs.save(agent, 10);

    assertThat(replica.reply(memoirs.trimming(agent, 8)).getTrimEvents().getFirstSeq())
        .isEqualTo(9);
    assertThat(replica.reply(memoirs.trimming(agent, 3)).getTrimEvents().getFirstSeq())
        .isEqualTo(9);
    assertThat(memoirs.read("a")).hasSize(2);
    assertThat(memoirs.journal("a").getBytes()).isEqualTo(bytes / 5);
    assertThat(memoirs.journal("a").getAppendedBytes()).isEqualTo(bytes);

    // and the numbers go on
    assertThat(memoirs.append(agent, "x")).isEqualTo(11);
  }

  @Test
  void shouldTellWatchesOfEveryAppend() {
    memoirs.append(agent, "x");

    assertThat(replica.machine.feed().read(0, 100).toString()).contains("last_seq: 1");
  }
}
