package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Concurrency;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody sets the wall clock while jobs run. */
final class ClockJumpIT extends FireFixture {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MovedClock clock = new MovedClock();

  @BeforeEach
  void useClock() {
    bench.clock = clock;
  }

  private EngineBench.Node everySecond(CatchUp catchUp) {
    EngineBench.Node node =
        bench.node(
            settings("a", 5),
            bench.job("tick", Quick.class, EngineBench.every(SECOND), catchUp, Concurrency.ALLOW));
    start(node);
    awaitOutcomes("tick", 2);
    return node;
  }

  private List<Instant> slots() {
    return outcomes("tick").stream()
        .map(RunOutcome::run)
        .map(run -> Instant.ofEpochMilli(run.slotMillis()))
        .toList();
  }

  @Test
  void setForwardNothingStormsAndEachSlotHasItsAccount() {
    EngineBench.Node node = everySecond(new CatchUp.Last());
    clock.set(HOUR);
    Instant jumped = clock.instant();
    awaitTrue(() -> slots().get(slots().size() - 1).isAfter(jumped.plusSeconds(2)));
    node.engine().standby(StandbyReason.RESIGN);
    List<Instant> run = slots().stream().sorted().toList();
    assertThat(run).doesNotHaveDuplicates().hasSizeLessThan(15);
    long skipped =
        bench.skipped.stream()
            .flatMap(one -> one.ranges().stream())
            .mapToLong(SkippedRange::count)
            .sum();
    assertThat(skipped + run.size())
        .isEqualTo(Duration.between(run.get(0), run.get(run.size() - 1)).toSeconds() + 1);
  }

  @Test
  void setBackNothingStallsAndNoSlotRunsTwice() {
    everySecond(new CatchUp.Last());
    clock.set(HOUR.negated());
    int before = slots().size();
    awaitOutcomes("tick", before + 3);
    assertThat(slots()).doesNotHaveDuplicates();
    assertThat(slots().get(before + 2)).isAfter(clock.instant());
    clock.set(Duration.ZERO);
    int back = slots().size();
    awaitOutcomes("tick", back + 3);
    assertThat(slots()).doesNotHaveDuplicates();
    assertThat(slots()).hasSizeLessThan(back + 10);
  }
}
