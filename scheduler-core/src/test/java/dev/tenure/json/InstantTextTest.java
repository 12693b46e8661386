package dev.tenure.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fast form of instants is the form of the JDK. */
final class InstantTextTest {

  @Test
  void anyInstantIsWrittenAndReadAsTheJdkDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      long millis = random.nextLong(-70_000_000_000_000L, 260_000_000_000_000L);
      check(i % 3 == 0 ? millis - Math.floorMod(millis, 1000) : millis);
    }
    for (long millis : new long[] {0, -1, 1, 951_782_400_000L, -62_135_596_800_000L}) {
      check(millis);
    }
  }

  private static void check(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    assertThat(InstantText.write(millis)).isEqualTo(text);
    assertThat(InstantText.millis(text)).isEqualTo(millis);
  }

  @Test
  void finerInstantsLoseWhatIsFiner() {
    assertThat(InstantText.millis("2026-01-01T00:00:00.001999Z"))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.001Z").toEpochMilli());
  }

  @Test
  void whatIsNoInstantIsRefused() {
    for (String text :
        new String[] {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z"}) {
      assertThatThrownBy(() -> InstantText.millis(text)).isInstanceOf(DateTimeException.class);
    }
  }
}
