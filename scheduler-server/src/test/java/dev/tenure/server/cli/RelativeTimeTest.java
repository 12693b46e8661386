package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RelativeTimeTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final RelativeTime time = new RelativeTime(NOW);

  private String next(long millis) {
    return time.next(Optional.of(NOW.plusMillis(millis)));
  }

  @Test
  void whatIsToComeIsNeverAgo() {
    assertThat(next(5_000)).isEqualTo("in 5s");
    assertThat(next(-64)).isEqualTo("now");
    assertThat(next(-61_000)).isEqualTo("overdue 1m 1s");
    assertThat(time.next(Optional.empty())).isEqualTo("-");
    assertThat(time.of(Optional.of(NOW.minusMillis(64)))).isEqualTo("64ms ago");
  }
}
