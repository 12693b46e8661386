package dev.tenure.server.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  private static final Duration TTL = Duration.ofSeconds(3);

  @Test
  void theSameSeedGivesTheSameFaultsAndParameters() {
    assertThat(rounds(7, FaultKind.all(), 100)).isEqualTo(rounds(7, FaultKind.all(), 100));
    assertThat(rounds(7, FaultKind.all(), 5)).isNotEqualTo(rounds(8, FaultKind.all(), 5));
  }

  @Test
  void everyKindBeginsARoundBeforeAnyDoesSoTwice() {
    int kinds = FaultKind.values().length;
    assertThat(rounds(1, FaultKind.all(), kinds).stream().map(round -> round.faults().get(0)))
        .extracting(Planned::kind)
        .containsExactlyInAnyOrder(FaultKind.values());
  }

  @Test
  void onlyWhatWasChosenIsDrawn() {
    Set<FaultKind> chosen = EnumSet.of(FaultKind.KILL_LEADER, FaultKind.LINK_SLOW);
    assertThat(rounds(3, chosen, 50).stream().flatMap(round -> round.faults().stream()))
        .extracting(Planned::kind)
        .containsOnly(FaultKind.KILL_LEADER, FaultKind.LINK_SLOW);
  }

  @Test
  void faultsOfARoundAreOfDifferentFamiliesAndSometimesThree() {
    List<Round> rounds = rounds(5, FaultKind.all(), 200);
    assertThat(rounds)
        .allSatisfy(
            round ->
                assertThat(round.faults())
                    .extracting(f -> f.kind().family())
                    .doesNotHaveDuplicates())
        .allSatisfy(round -> assertThat(round.faults()).hasSizeBetween(1, 3))
        .anySatisfy(round -> assertThat(round.faults()).hasSize(3));
  }

  @Test
  void aShortFreezeEndsBeforeTheSessionAndALongOneAfterIt() {
    assertThat(lasts(FaultKind.FREEZE_SHORT)).allMatch(time -> time.compareTo(TTL) < 0);
    assertThat(lasts(FaultKind.FREEZE_LONG)).allMatch(time -> time.compareTo(TTL) > 0);
    assertThat(lasts(FaultKind.LONG_PAUSE)).allMatch(time -> time.compareTo(TTL) > 0);
  }

  @Test
  void listsOfWordsAreRead() {
    assertThat(FaultKind.parse("kill-leader, link-lost"))
        .containsExactly(FaultKind.KILL_LEADER, FaultKind.LINK_LOST);
    assertThat(FaultKind.parse("all,-disk-full"))
        .hasSize(FaultKind.values().length - 1)
        .doesNotContain(FaultKind.DISK_FULL);
  }

  private static Stream<Duration> lasts(FaultKind kind) {
    return rounds(11, EnumSet.of(kind), 100).stream().map(round -> round.faults().get(0).lasts());
  }

  private static List<Round> rounds(long seed, Set<FaultKind> kinds, int count) {
    Schedule schedule = new Schedule(seed, kinds, TTL);
    return IntStream.range(0, count).mapToObj(i -> schedule.next()).toList();
  }
}
