package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CatchUpPaceTest {

  private static final long START = -5_000_000_000L;

  private static long after(Duration time) {
    return START + time.toNanos();
  }

  private static int allowed(CatchUpPace pace, long now) {
    int runs = 0;
    while (pace.allows(now)) {
      pace.spend();
      runs++;
    }
    return runs;
  }

  @Test
  void itBeginsWithATenthOfASecond() {
    assertThat(allowed(new CatchUpPace(100, START), START)).isEqualTo(10);
  }

  @Test
  void aSlowOneBeginsWithOne() {
    assertThat(allowed(new CatchUpPace(1, START), START)).isEqualTo(1);
  }

  @Test
  void soManyAreAllowedInASecond() {
    CatchUpPace pace = new CatchUpPace(100, START);
    int runs = allowed(pace, START);
    for (int ms = 1; ms <= 10_000; ms++) {
      runs += allowed(pace, after(Duration.ofMillis(ms)));
    }
    assertThat(runs).isBetween(1_009, 1_010);
  }

  @Test
  void aRestIsNotSavedUp() {
    CatchUpPace pace = new CatchUpPace(100, START);
    allowed(pace, START);
    assertThat(allowed(pace, after(Duration.ofHours(1)))).isEqualTo(10);
  }

  @Test
  void itSaysHowLongUntilTheNext() {
    CatchUpPace pace = new CatchUpPace(4, START);
    assertThat(pace.untilNext(START)).isZero();
    pace.spend();
    assertThat(pace.untilNext(START)).isEqualTo(Duration.ofMillis(250));
    assertThat(pace.untilNext(after(Duration.ofMillis(100)))).isEqualTo(Duration.ofMillis(150));
    assertThat(pace.allows(after(Duration.ofMillis(249)))).isFalse();
    assertThat(pace.allows(after(Duration.ofMillis(250)))).isTrue();
  }

  @Test
  void aClockThatStandsStillAllowsNoMore() {
    CatchUpPace pace = new CatchUpPace(100, START);
    allowed(pace, START);
    assertThat(pace.allows(START - 1)).isFalse();
    assertThat(pace.allows(START)).isFalse();
  }
}
