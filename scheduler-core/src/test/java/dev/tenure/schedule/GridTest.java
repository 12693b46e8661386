package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void everyPassesThroughItsAnchorInBothDirections() {
    Grid grid = Grids.every(Duration.ofSeconds(7), T);

    assertThat(grid.next(T)).contains(T.plusSeconds(7));
    assertThat(grid.next(T.minusMillis(1))).contains(T);
    assertThat(grid.next(T.minusSeconds(8))).contains(T.minusSeconds(7));
    assertThat(grid.next(T.plusSeconds(7).plusNanos(1))).contains(T.plusSeconds(14));
  }

  @Test
  void everyWithoutAnAnchorIsTheSameOnAllNodes() {
    assertThat(Grids.every(Duration.ofHours(1)).next(T.plusSeconds(5)))
        .contains(Instant.parse("2026-01-01T01:00:00Z"));
    assertThatThrownBy(() -> Grids.every(Duration.ZERO)).hasMessageContaining("positive");
  }

  @Test
  void atGivesEachInstantOnceInOrder() {
    Grid grid = Grids.at(List.of(T.plusSeconds(2), T, T.plusSeconds(2)));

    assertThat(walk(grid, T.minusSeconds(1), T.plusSeconds(9)))
        .containsExactly(T, T.plusSeconds(2));
    assertThat(grid.next(T.plusSeconds(2))).isEmpty();
    assertThat(Grids.at(List.of()).next(T)).isEmpty();
  }

  @Test
  void boundsAreIncluded() {
    Grid grid =
        Grids.bounded(
            Grids.every(Duration.ofSeconds(1), T),
            Optional.of(T.plusSeconds(2)),
            Optional.of(T.plusSeconds(4)));

    assertThat(walk(grid, T, T.plusSeconds(9)))
        .containsExactly(T.plusSeconds(2), T.plusSeconds(3), T.plusSeconds(4));
    assertThat(grid.count(T, T.plusSeconds(9), 100)).isEqualTo(new SlotCount(3, true));
    assertThat(grid.count(T, T.plusSeconds(1), 100)).isEqualTo(new SlotCount(0, true));
    assertThat(grid.last(T, T.plusSeconds(9))).contains(T.plusSeconds(4));
    assertThat(grid.last(T.plusSeconds(4), T.plusSeconds(9))).isEmpty();
  }

  @Test
  void countsBeyondTheLimitSayAtLeast() {
    Grid cron = Grids.cron("* * * * * ?", ZoneId.of("UTC"));

    assertThat(cron.count(T, T.plusSeconds(10), 10)).isEqualTo(new SlotCount(10, true));
    assertThat(cron.count(T, T.plusSeconds(11), 10)).hasToString("at least 10");
    assertThat(Grids.every(Duration.ofMillis(1)).count(T, T.plusSeconds(100_000), 10))
        .isEqualTo(new SlotCount(100_000_000, true));
  }

  @Test
  void lastAndCountAgreeWithAWalk() {
    RandomCron cron = new RandomCron(7);
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      Grid grid = grid(cron, random, i);
      Instant from = T.plusMillis(random.nextInt(100_000_000));
      Instant to = from.plusMillis(random.nextInt(5_000_000));
      List<Instant> walked = walk(grid, from, to);

      assertThat(grid.last(from, to))
          .as("%s in (%s, %s]", grid.describe(), from, to)
          .isEqualTo(
              walked.isEmpty() ? Optional.empty() : Optional.of(walked.get(walked.size() - 1)));
      assertThat(grid.count(from, to, 1_000_000)).isEqualTo(new SlotCount(walked.size(), true));
    }
  }

  private static Grid grid(RandomCron cron, Random random, int i) {
    if (i % 3 == 0) {
      return Grids.every(Duration.ofMillis(1 + random.nextInt(100_000)), T);
    }
    try {
      return Grids.cron(cron.quartz(), ZoneId.of("Europe/Berlin"));
    } catch (ScheduleException never) {
      return Grids.at(List.of(T));
    }
  }

  private static List<Instant> walk(Grid grid, Instant from, Instant to) {
    List<Instant> slots = new ArrayList<>();
    Optional<Instant> slot = grid.next(from);
    while (slot.isPresent() && !slot.get().isAfter(to)) {
      slots.add(slot.get());
      slot = grid.next(slot.get());
    }
    return slots;
  }
}
