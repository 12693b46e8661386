package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A group that is behind gets ahead, although more falls due in a second than the pace allows. */
final class CatchUpUnderLoadTest {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int RATE = 100;
  private static final int JOBS = 200;

  private final DueWorld world = new DueWorld(RATE);
  private final Map<String, Instant> reached = new HashMap<>();
  private Duration period = DueWorld.SECOND;

  private void jobs(Concurrency concurrency, Duration every) {
    period = every;
    ScheduleSpec schedule = DueWorld.every(every);
    for (int i = 0; i < JOBS; i++) {
      String name = "j-" + i;
      world.put(DueWorld.job(name, concurrency));
      world.put(world.trigger(name, name, schedule, new CatchUp.All(10_000, Duration.ofDays(365))));
    }
  }

  /** Runs whatever is handed out; the slots of a job must come in order and none be left out. */
  private int runFor(Duration time) {
    int runs = 0;
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
      world.pass(STEP);
      for (List<Due> taken = world.take(50); !taken.isEmpty(); taken = world.take(50)) {
        runs += taken.size();
        taken.forEach(due -> inOrder((Due.OfSlot) due));
        taken.stream().map(world::claim).toList().forEach(world::end);
      }
    }
    return runs;
  }

  private void inOrder(Due.OfSlot due) {
    Instant before = reached.put(due.job().value(), due.slot());
    if (before != null) {
      assertThat(due.slot()).isEqualTo(before.plus(period));
    }
  }

  private boolean hasCaughtUp() {
    Instant edge = world.now().minus(period);
    return reached.size() == JOBS && reached.values().stream().allMatch(edge::isBefore);
  }

  @Test
  void oneTermMakesUpForAMinuteThatNobodyLed() {
    jobs(Concurrency.ALLOW, DueWorld.SECOND);
    world.pass(MINUTE);
    world.lead();
    runFor(MINUTE);
    assertThat(hasCaughtUp()).isTrue();
  }

  @Test
  void soDoJobsThatForbidOverlaps() {
    jobs(Concurrency.FORBID, DueWorld.SECOND);
    world.pass(MINUTE);
    world.lead();
    runFor(MINUTE);
    assertThat(hasCaughtUp()).isTrue();
  }

  @Test
  void soDoShortTermsWithATimeWithoutALeaderBetweenThem() {
    jobs(Concurrency.ALLOW, DueWorld.SECOND);
    world.pass(MINUTE);
    for (int i = 0; i < 40; i++) {
      world.lead();
      runFor(Duration.ofSeconds(5));
      world.standBy();
      world.pass(Duration.ofMillis(1500));
    }
    world.lead();
    runFor(Duration.ofSeconds(10));
    assertThat(hasCaughtUp()).isTrue();
  }

  @Test
  void whatFellDueBeforeIsPacedAllTheSame() {
    jobs(Concurrency.ALLOW, Duration.ofHours(1));
    world.pass(Duration.ofMinutes(59).plusHours(10));
    world.lead();
    int first = runFor(Duration.ofSeconds(10));
    assertThat(first).isBetween(900, 1010);
  }

  @Test
  void anHourThatTheClockLeavesOutIsMissedAndDoesNotCountAsNewlyDue() {
    jobs(Concurrency.ALLOW, DueWorld.SECOND);
    world.pass(MINUTE);
    world.lead();
    runFor(DueWorld.SECOND);
    world.time.jump(Duration.ofHours(1));
    int next = runFor(DueWorld.SECOND);
    assertThat(next).isLessThanOrEqualTo(RATE * 2 + JOBS * 4);
  }
}
