package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a run waits for its slot. */
@Timeout(60)
final class FencedRunTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Quartz fires what is due within two milliseconds. */
  private static final Duration QUARTZ_IS_EARLY_BY = Duration.ofMillis(2);

  private final Clock clock = Clock.systemUTC();

  @Test
  void theEarliestClaimThatThereCanBeDoesNotBeginItsRunBeforeTheSlot() {
    Duration earliest = ClaimLead.MOST.multipliedBy(2).plus(QUARTZ_IS_EARLY_BY);
    for (int i = 0; i < 10; i++) {
      Instant slot = clock.instant().plus(earliest);
      FencedRun.awaitSlot(slot, clock);
      assertThat(clock.instant()).isAfterOrEqualTo(slot);
    }
  }

  @Test
  void aSlotThatIsFarAwaySinceTheClockWasSetBackIsNotWaitedFor() {
    Instant slot = clock.instant().plus(HOUR);
    FencedRun.awaitSlot(slot, clock);
    assertThat(clock.instant()).isBefore(slot);
  }
}
