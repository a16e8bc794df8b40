package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.Agent;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.StateReference;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final Replica replica = new Replica();
  private final Memoirs memoirs = new Memoirs(replica);
  private Agent agent;

  @BeforeEach
  void givenAnAgentWithAJournal() {
    agent = replica.register("a");
    memoirs.append(agent, 10);
  }

  private ErrorReason reason(Command.Builder command) {
    return replica.refusal(command).getReason();
  }

  private Command.Builder delete(long version) {
    return Command.newBuilder()
        .setDeleteCheckpoint(
            DeleteCheckpointRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId("a")
                .setVersion(version));
  }

  private Command.Builder pin(long version, boolean pinned) {
    return Command.newBuilder()
        .setPinCheckpoint(
            PinCheckpointRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId("a")
                .setVersion(version)
                .setPinned(pinned));
  }

  private byte[] bytes(Checkpoint checkpoint) throws DamagedBodyException {
    ByteString.Output whole = ByteString.newOutput();
    replica
        .machine
        .freeze()
        .bodies()
        .read(
            checkpoint.getStreamId(),
            0,
            Long.MAX_VALUE,
            (seq, array, offset, length) -> {
              whole.write(array, offset, length);
              return true;
            });
    return whole.toByteString().toByteArray();
  }

  @Test
  void shouldSaveAStateOfManyChunksAndGiveItBack() throws Exception {
    byte[] first = new byte[1000];
    byte[] second = new byte[77];
    new Random(1).nextBytes(first);
    new Random(2).nextBytes(second);
    byte[] state = ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
    replica.submit("running");
    replica.grant(agent);

    long upload = memoirs.begin(agent);
    replica.reply(memoirs.putting(agent, upload, 0, first));
    assertThat(memoirs.versions("a")).isEmpty();
    replica.reply(memoirs.putting(agent, upload, 1, second));
    Checkpoint saved =
        replica
            .reply(Memoirs.command(memoirs.finishing(agent, upload, 7, state)))
            .getFinishCheckpoint()
            .getCheckpoint();

    assertThat(saved.getVersion()).isEqualTo(1);
    assertThat(saved.getChunks()).isEqualTo(2);
    assertThat(saved.getCoversSeq()).isEqualTo(7);
    assertThat(saved.getUnfinishedTasksList()).containsExactly("running");
    assertThat(bytes(saved)).isEqualTo(state);
    assertThat(replica.machine.freeze().checkpoints("", "a")).containsExactly(saved);
  }

  @Test
  void shouldRefuseWhatIsNotWhatTheAgentSays() {
    byte[] state = {1, 2, 3};
    long upload = memoirs.begin(agent);
    replica.reply(memoirs.putting(agent, upload, 0, state));

    assertThat(reason(Memoirs.command(memoirs.finishing(agent, upload, 11, state))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
    assertThat(reason(Memoirs.command(memoirs.finishing(agent, upload, 5, new byte[3]))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
    assertThat(reason(Memoirs.command(memoirs.finishing(agent, upload, 5, state).setSizeBytes(4))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
    assertThat(reason(memoirs.putting(agent, upload, 2, state)))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
    assertThat(reason(memoirs.putting(agent, upload, 0, state)))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
    assertThat(reason(memoirs.putting(agent, upload + 1, 1, state)))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);

    // and none of this did any harm
    replica.reply(Memoirs.command(memoirs.finishing(agent, upload, 10, state)));
    assertThat(memoirs.versions("a")).containsExactly(1L);
    assertThat(reason(Memoirs.command(memoirs.finishing(agent, upload, 10, state))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
  }

  @Test
  void shouldSaveAReferenceWithoutChunks() {
    StateReference reference =
        StateReference.newBuilder()
            .setUri("s3://bucket/state")
            .setSha256(Memoirs.sha256(new byte[9]))
            .setSizeBytes(1L << 40)
            .build();
    long upload = memoirs.begin(agent);
    Checkpoint saved =
        replica
            .reply(
                Memoirs.command(
                    memoirs.finishing(agent, upload, 5, new byte[0]).setReference(reference)))
            .getFinishCheckpoint()
            .getCheckpoint();
    assertThat(saved.getReference()).isEqualTo(reference);
    assertThat(saved.getSha256()).isEqualTo(reference.getSha256());

    long both = memoirs.begin(agent);
    replica.reply(memoirs.putting(agent, both, 0, new byte[1]));
    assertThat(
            reason(
                Memoirs.command(
                    memoirs.finishing(agent, both, 5, new byte[0]).setReference(reference))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);
  }

  @Test
  void shouldSaveAnEmptyState() throws Exception {
    long upload = memoirs.begin(agent);
    Checkpoint saved =
        replica
            .reply(Memoirs.command(memoirs.finishing(agent, upload, 5, new byte[0])))
            .getFinishCheckpoint()
            .getCheckpoint();

    assertThat(saved.getChunks()).isZero();
    assertThat(bytes(saved)).isEmpty();
  }

  @Test
  void shouldKeepTheNewestTwoAndThePinned() throws Exception {
    Checkpoint first = memoirs.save(agent, 1);
    replica.reply(pin(first.getVersion(), true));
    Checkpoint second = memoirs.save(agent, 2);
    memoirs.save(agent, 3);
    memoirs.save(agent, 4);

    assertThat(memoirs.versions("a")).containsExactly(1L, 3L, 4L);
    assertThat(bytes(first)).isNotEmpty();
    assertThat(
            replica.machine.core().bodies().freezeRuns().liveness().isLive(second.getStreamId(), 0))
        .isFalse();

    // when
    replica.reply(pin(1, false));

    // then
    assertThat(memoirs.versions("a")).containsExactly(3L, 4L);
  }

  @Test
  void shouldNeverBeLeftWithFewerThanTwoByADelete() {
    memoirs.save(agent, 1);
    replica.reply(pin(1, true));
    memoirs.save(agent, 2);
    memoirs.save(agent, 3);

    replica.reply(delete(2));
    assertThat(memoirs.versions("a")).containsExactly(1L, 3L);
    assertThat(reason(delete(3))).isEqualTo(ErrorReason.CHECKPOINT_NEEDED);
    assertThat(reason(delete(2))).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(reason(pin(2, true))).isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldBoundThePinned() {
    for (int i = 0; i < 16; i++) {
      replica.reply(pin(memoirs.save(agent, 1).getVersion(), true));
    }
    Checkpoint last = memoirs.save(agent, 1);

    assertThat(reason(pin(last.getVersion(), true))).isEqualTo(ErrorReason.LIMIT_REACHED);
    long upload = memoirs.begin(agent);
    assertThat(
            reason(
                Memoirs.command(memoirs.finishing(agent, upload, 5, new byte[0]).setPinned(true))))
        .isEqualTo(ErrorReason.LIMIT_REACHED);
  }

  @Test
  void shouldGiveUpAnUploadWhenAnotherBeginsOrANewEpochOrAfterAnHour() {
    byte[] state = {1};
    long first = memoirs.begin(agent);
    replica.reply(memoirs.putting(agent, first, 0, state));
    long second = memoirs.begin(agent);
    assertThat(reason(Memoirs.command(memoirs.finishing(agent, first, 5, state))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);

    replica.reply(memoirs.putting(agent, second, 0, state));
    Agent next = replica.register("a");
    assertThat(reason(Memoirs.command(memoirs.finishing(agent, second, 5, state))))
        .isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(reason(Memoirs.command(memoirs.finishing(next, second, 5, state))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);

    memoirs.begin(next);
    replica.pass(3_599_999);
    assertThat(replica.machine.core().deadlines().uploads().size()).isEqualTo(1);
    replica.pass(1);
    assertThat(replica.machine.core().deadlines().uploads().size()).isZero();
    assertThat(replica.machine.core().fleets().get("").memory().checkpoints().isEmpty()).isTrue();
  }

  @Test
  void shouldLetOnlyTheNewestInstanceSave() {
    replica.register("a");

    assertThat(reason(memoirs.beginning(agent))).isEqualTo(ErrorReason.STALE_EPOCH);
  }
}
