package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GateTest {

  private final ManualTime time = new ManualTime();
  private final Gate gate = new Gate();
  private final Leadership leadership = LeadershipFixture.held("/e/1", 5, time.clock());

  @Test
  void nobodyEntersBeforeItIsOpenedOrAfterItIsShut() {
    assertThat(gate.enter()).isEmpty();
    gate.open(leadership);
    gate.enter().orElseThrow().close();
    assertThat(gate.shut(Duration.ZERO)).isTrue();
    assertThat(gate.enter()).isEmpty();
  }

  @Test
  void thePassThatStaysInsideIsWaitedForAndThenInvalid() {
    gate.open(leadership);
    Gate.Pass pass = gate.enter().orElseThrow();
    assertThat(pass.valid()).isTrue();
    assertThat(gate.shut(Duration.ofMillis(1))).isFalse();
    assertThat(pass.valid()).isFalse();
    pass.close();
    assertThat(gate.shut(Duration.ZERO)).isTrue();
  }

  @Test
  void whoIsInsideMayFinishWhileTheEntranceIsShut() {
    gate.open(leadership);
    Gate.Pass pass = gate.enter().orElseThrow();
    pass.granted();

    gate.shutEntrance(Duration.ofMillis(1));

    assertThat(gate.enter()).isEmpty();
    assertThat(pass.valid()).isTrue();
    pass.close();
    assertThat(gate.admitOnceClear(leadership, () -> {})).isTrue();
    gate.shutEntrance(Duration.ofDays(1));
    gate.shut(Duration.ZERO);
    assertThat(gate.admitOnceClear(leadership, () -> {})).isFalse();
  }

  @Test
  void aLostLeadershipEndsTheWaitAtTheEntrance() {
    gate.open(leadership);
    Gate.Pass pass = gate.enter().orElseThrow();
    LeadershipFixture.end(leadership);

    gate.shutEntrance(Duration.ofDays(1));

    assertThat(pass.valid()).isFalse();
  }

  @Test
  void aPassIsNotValidForALaterOpening() {
    gate.open(leadership);
    Gate.Pass pass = gate.enter().orElseThrow();
    gate.shut(Duration.ZERO);
    gate.open(leadership);
    assertThat(pass.valid()).isFalse();
    pass.shutBehind();
    assertThat(gate.enter()).isPresent();
  }

  @Test
  void itShutsByItselfWhenTheDeadlinePasses() {
    gate.open(leadership);
    time.pass(Duration.ofHours(2));
    assertThat(gate.enter()).isEmpty();
  }

  @Test
  void doubtSuspendsAPassAndAnEndEndsIt() {
    gate.open(leadership);
    Gate.Pass pass = gate.enter().orElseThrow();
    LeadershipFixture.suspend(leadership);
    assertThat(pass.valid()).isFalse();
    assertThat(pass.open()).isTrue();
    LeadershipFixture.extend(leadership, time.clock());
    assertThat(pass.valid()).isTrue();
    LeadershipFixture.end(leadership);
    assertThat(pass.open()).isFalse();
  }

  @Test
  void onlyTheLeadershipThatOpenedItIsAdmitted() {
    AtomicInteger acts = new AtomicInteger();
    gate.open(leadership);
    Leadership other = LeadershipFixture.held("/e/2", 6, time.clock());
    assertThat(gate.admitOnceClear(other, acts::incrementAndGet)).isFalse();
    assertThat(gate.admitOnceClear(leadership, acts::incrementAndGet)).isTrue();
    gate.shut(Duration.ZERO);
    assertThat(gate.admitOnceClear(leadership, acts::incrementAndGet)).isFalse();
    assertThat(acts).hasValue(1);
  }

  @Test
  void aRunThatWasClaimedDoesNotBeginWhenTheTermHasEndedMeanwhile() {
    AtomicInteger acts = new AtomicInteger();
    gate.open(leadership);
    LeadershipFixture.end(leadership);
    assertThat(gate.admitOnceClear(leadership, acts::incrementAndGet)).isFalse();
    assertThat(acts).hasValue(0);
  }
}
