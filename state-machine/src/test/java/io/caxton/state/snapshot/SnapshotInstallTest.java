package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotInstallTest {
  @TempDir Path root;
  private SnapshotStore leader;
  private SnapshotStore follower;
  private final MapState state = new MapState();

  @BeforeEach
  void givenALeaderAndAFollower() throws IOException {
    leader = Samples.open(root.resolve("leader"));
    follower = Samples.open(root.resolve("follower"));
  }

  private SnapshotManifest leaderWrites(int index, int changes) throws Exception {
    state.mutate(new Random(index), changes, 150);
    SnapshotManifest manifest = leader.write(state.freeze(), 1, index, Pacer.UNLIMITED);
    state.snapshotTaken();
    return manifest;
  }

  private void fetch(SnapshotRun run) throws IOException {
    Path temporary = follower.temporaryFor(run);
    Files.copy(leader.runFile(run.getName()).orElseThrow(), temporary);
    follower.accept(run, temporary);
  }

  @Test
  void shouldInstallByFetchingWhatIsMissing() throws Exception {
    // given
    SnapshotManifest base = leaderWrites(1, 300);

    // when
    assertThat(follower.missing(base)).isEqualTo(base.getRunsList());
    fetch(base.getRuns(0));
    assertThat(follower.missing(base)).isEmpty();
    follower.install(base);

    // then
    assertThat(follower.newest()).contains(base);
    assertThat(Samples.load(follower).content()).isEqualTo(state.content());

    // and when the leader went on
    SnapshotManifest delta = leaderWrites(2, 20);

    // then only the delta is missing
    assertThat(follower.missing(delta)).containsExactly(delta.getRuns(1));
    fetch(delta.getRuns(1));
    follower.install(delta);
    follower.retain(1);
    assertThat(Samples.load(Samples.open(root.resolve("follower"))).content())
        .isEqualTo(state.content());
  }

  @Test
  void shouldFetchAgainWhatIsDamagedHere() throws Exception {
    // given
    SnapshotManifest base = leaderWrites(1, 300);
    follower.missing(base);
    fetch(base.getRuns(0));
    Path run = root.resolve("follower").resolve(base.getRuns(0).getName());
    byte[] bytes = Files.readAllBytes(run);
    bytes[3000] ^= 1;
    Files.write(run, bytes);

    // then
    assertThat(follower.missing(base)).isEqualTo(base.getRunsList());
    fetch(base.getRuns(0));
    follower.install(base);
    follower.verify(base);
  }

  @Test
  void shouldRefuseWhatWasFetchedBadlyAndLeaveNothing() throws Exception {
    // given
    SnapshotManifest base = leaderWrites(1, 300);
    SnapshotRun run = base.getRuns(0);
    byte[] bytes = Files.readAllBytes(leader.runFile(run.getName()).orElseThrow());
    for (int at : new int[] {0, 100, 1500, bytes.length - 1}) {
      byte[] bad = bytes.clone();
      bad[at] ^= 0x10;
      Path temporary = follower.temporaryFor(run);
      Files.write(temporary, bad);

      // then
      assertThatThrownBy(() -> follower.accept(run, temporary))
          .isInstanceOf(DamagedFileException.class);
      assertThat(Samples.names(root.resolve("follower"))).isEmpty();
    }
  }

  @Test
  void shouldNotInstallASnapshotWhoseRunsAreNotAllHere() throws Exception {
    SnapshotManifest base = leaderWrites(1, 300);

    assertThatThrownBy(() -> follower.install(base))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("was not fetched");
    assertThat(follower.newest()).isEmpty();
  }

  @Test
  void shouldKeepFetchedRunsWhileAnInstallIsUnderWay() throws Exception {
    // given an own snapshot, and half of the leader's
    MapState own = new MapState().put("task", "own", "1");
    follower.write(own.freeze(), 1, 1, Pacer.UNLIMITED);
    leaderWrites(2, 300);
    SnapshotManifest leaders = leaderWrites(3, 20);
    assertThat(follower.missing(leaders)).hasSize(2);
    fetch(leaders.getRuns(0));

    // when
    follower.write(own.put("task", "own", "2").freeze(), 1, 2, Pacer.UNLIMITED);
    follower.retain(1);

    // then
    assertThat(follower.missing(leaders)).containsExactly(leaders.getRuns(1));
  }

  @Test
  void shouldMakeTheSameRunOfTheSameStateOnEveryNode() throws Exception {
    SnapshotManifest manifest = leaderWrites(1, 300);
    SnapshotManifest own = follower.write(state.nothingTracked().freeze(), 1, 1, Pacer.UNLIMITED);

    assertThat(own).isEqualTo(manifest);
    assertThat(follower.missing(manifest)).isEmpty();
  }
}
