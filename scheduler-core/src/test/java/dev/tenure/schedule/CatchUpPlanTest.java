package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.schedule.CatchUpPlan.Reason;
import dev.tenure.schedule.CatchUpPlan.SkippedRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatchUpPlanTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Grid SECONDLY = Grids.every(Duration.ofSeconds(1));
  private static final CatchUp ALL = new CatchUp.All(1000, Duration.ofHours(1));

  @Test
  void nothingMissedIsNothingPlanned() {
    for (CatchUp policy : List.of(new CatchUp.Skip(), new CatchUp.Last(), ALL)) {
      CatchUpPlan nothing = new CatchUpPlan(List.of(), List.of());
      assertThat(CatchUpPlan.plan(SECONDLY, T, T.plusMillis(999), policy)).isEqualTo(nothing);
      assertThat(CatchUpPlan.plan(SECONDLY, T.plusSeconds(9), T, policy)).isEqualTo(nothing);
    }
  }

  @Test
  void skipLeavesOutAll() {
    assertThat(CatchUpPlan.plan(SECONDLY, T, T.plusSeconds(3), new CatchUp.Skip()))
        .isEqualTo(new CatchUpPlan(List.of(), List.of(skipped(1, 3, 3, true, Reason.MISSED))));
  }

  @Test
  void lastRunsTheLast() {
    assertThat(CatchUpPlan.plan(SECONDLY, T, T.plusMillis(3500), new CatchUp.Last()))
        .isEqualTo(
            new CatchUpPlan(
                List.of(T.plusSeconds(3)), List.of(skipped(1, 2, 2, true, Reason.MISSED))));
    assertThat(CatchUpPlan.plan(SECONDLY, T, T.plusSeconds(1), new CatchUp.Last()).skipped())
        .isEmpty();
  }

  @Test
  void allRunsEachWithinWindowAndLimit() {
    CatchUp policy = new CatchUp.All(2, Duration.ofSeconds(5));

    assertThat(CatchUpPlan.plan(SECONDLY, T, T.plusSeconds(10), policy))
        .isEqualTo(
            new CatchUpPlan(
                List.of(T.plusSeconds(9), T.plusSeconds(10)),
                List.of(
                    skipped(1, 4, 4, true, Reason.WINDOW), skipped(5, 8, 4, true, Reason.LIMIT))));
  }

  @Test
  void tenMillionMissedSlotsAreCountedByArithmetic() {
    CountingGrid grid = new CountingGrid(SECONDLY);
    CatchUpPlan plan =
        CatchUpPlan.plan(
            grid, T, T.plusSeconds(10_000_000), new CatchUp.All(3, Duration.ofDays(3650)));

    assertThat(plan.run()).hasSize(3).endsWith(T.plusSeconds(10_000_000));
    assertThat(plan.skipped())
        .containsExactly(skipped(1, 9_999_997, 9_999_997, true, Reason.LIMIT));
    assertThat(grid.steps).isLessThan(100);
  }

  @Test
  void aLongOutageOfACronJobIsBoundedWork() {
    for (CatchUp policy :
        List.of(
            new CatchUp.Skip(), new CatchUp.Last(), new CatchUp.All(100, Duration.ofDays(3650)))) {
      CountingGrid grid = new CountingGrid(Grids.cron("* * * * * ?", ZoneId.of("Europe/Berlin")));
      CatchUpPlan plan = CatchUpPlan.plan(grid, T, T.plusSeconds(10_000_000), policy);

      assertThat(plan.skipped().get(0).count()).isEqualTo(new SlotCount(10_000, false));
      assertThat(plan.skipped().get(0).last())
          .isEqualTo(T.plusSeconds(10_000_000 - plan.run().size()));
      assertThat(grid.steps).as("steps of %s", policy).isLessThan(20_000);
    }
  }

  @Test
  void everyMissedSlotIsRunOrLeftOutExactlyOnce() {
    Random random = new Random(99);
    RandomCron cron = new RandomCron(98);
    for (int i = 0; i < 400; i++) {
      Grid grid = grid(cron, random);
      Instant now = T.plusMillis(random.nextInt(40_000_000));
      CatchUp policy =
          switch (i % 3) {
            case 0 -> new CatchUp.Skip();
            case 1 -> new CatchUp.Last();
            default ->
                new CatchUp.All(
                    1 + random.nextInt(200), Duration.ofMillis(1 + random.nextInt(40_000_000)));
          };
      CatchUpPlan plan = CatchUpPlan.plan(grid, T, now, policy);

      List<Instant> planned = new ArrayList<>(plan.run());
      for (SkippedRange range : plan.skipped()) {
        List<Instant> slots = walk(grid, range.first().minusNanos(1), range.last());
        assertThat(slots).startsWith(range.first()).endsWith(range.last());
        assertThat(Math.min(slots.size(), 10_000)).isEqualTo((int) range.count().slots());
        planned.addAll(slots);
      }
      assertThat(planned.stream().sorted().toList())
          .as("%s, %s, until %s", grid.describe(), policy, now)
          .isEqualTo(walk(grid, T, now));
      assertThat(plan.run()).isSorted();
    }
  }

  private static Grid grid(RandomCron cron, Random random) {
    if (random.nextBoolean()) {
      return Grids.every(Duration.ofSeconds(3 + random.nextInt(1000)));
    }
    try {
      return Grids.cron(cron.unix(), ZoneId.of("America/New_York"));
    } catch (ScheduleException never) {
      return SECONDLY;
    }
  }

  private static SkippedRange skipped(
      int first, int last, long count, boolean exact, Reason reason) {
    return new SkippedRange(
        T.plusSeconds(first), T.plusSeconds(last), new SlotCount(count, exact), reason);
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

  /** Counts the work; counts by arithmetic where the grid within does. */
  private static final class CountingGrid implements Grid {
    private final Grid grid;
    private int steps;

    CountingGrid(Grid grid) {
      this.grid = grid;
    }

    @Override
    public Optional<Instant> next(Instant after) {
      steps++;
      return grid.next(after);
    }

    @Override
    public SlotCount count(Instant after, Instant upTo, long limit) {
      return grid instanceof EveryGrid
          ? grid.count(after, upTo, limit)
          : Grid.super.count(after, upTo, limit);
    }

    @Override
    public Optional<Instant> last(Instant after, Instant upTo) {
      return grid instanceof EveryGrid ? grid.last(after, upTo) : Grid.super.last(after, upTo);
    }

    @Override
    public String describe() {
      return grid.describe();
    }
  }
}
