package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When somebody is taken to have moved the wall clock. */
final class ClockWatchTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final ClockWatch watch = new ClockWatch(time.wallClock(), time.clock());

  @Test
  void aClockThatGoesOnIsNotMovedHoweverLongNobodyLooks() {
    assertThat(watch.look()).isEmpty();
    time.pass(Duration.ofDays(3));
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void oneThatIsSetForwardIsSeenOnceWithBothInstants() {
    time.jump(Duration.ofHours(1));
    time.pass(SECOND);
    ClockWatch.Jump jump = watch.look().orElseThrow();
    assertThat(jump.isForward()).isTrue();
    assertThat(jump.size()).isEqualTo(Duration.ofHours(1));
    assertThat(jump.now()).isEqualTo(time.wallClock().instant());
    assertThat(jump.before()).isEqualTo(jump.now().minus(Duration.ofHours(1)));
    time.pass(SECOND);
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void oneThatIsSetBackIsSeen() {
    time.pass(SECOND);
    time.jump(Duration.ofMinutes(-5));
    ClockWatch.Jump jump = watch.look().orElseThrow();
    assertThat(jump.isForward()).isFalse();
    assertThat(jump.size()).isEqualTo(Duration.ofMinutes(-5));
  }

  @Test
  void upToASecondPassesForTheClocksOwnFault() {
    time.jump(SECOND);
    assertThat(watch.look()).isEmpty();
    time.jump(SECOND.negated());
    assertThat(watch.look()).isEmpty();
    time.jump(SECOND.plusNanos(1));
    assertThat(watch.look()).isPresent();
    time.jump(SECOND.plusNanos(1).negated());
    assertThat(watch.look()).isPresent();
  }

  @Test
  void aClockThatIsSlewedIsNeverTakenForMoved() {
    for (int i = 0; i < 100; i++) {
      time.pass(SECOND);
      time.jump(Duration.ofMillis(500));
      assertThat(watch.look()).isEmpty();
    }
  }
}
