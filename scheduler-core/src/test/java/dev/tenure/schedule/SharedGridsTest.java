package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.Dst;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedGridsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final SharedGrids grids = new SharedGrids();

  @Test
  void triggersWithOneExpressionShareIt() {
    Grid one = cron("30 2 * * *", BERLIN, Dst.VIXIE);

    assertThat(cron("30 2 ".concat("* * *"), BERLIN, Dst.VIXIE)).isSameAs(one);
    assertThat(cron("30 2 * * *", ZoneId.of("UTC"), Dst.VIXIE)).isNotSameAs(one);
    assertThat(cron("30 2 * * *", BERLIN, new Dst(Dst.Gap.SKIP, Dst.Overlap.BOTH)))
        .isNotSameAs(one);
    assertThat(grids.size()).isEqualTo(3);
    assertThat(one).isEqualTo(Grids.cron("30 2 * * *", BERLIN));
  }

  @Test
  void boundsAndShiftsAreEachTriggersOwn() {
    Instant start = Instant.parse("2026-01-02T00:00:00Z");
    Grid later =
        grids.of(
            new ScheduleSpec.Cron("@hourly", BERLIN, Dst.VIXIE),
            Optional.of(start),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(3));

    assertThat(later.next(Instant.EPOCH)).contains(start.plusSeconds(3));
    assertThat(cron("@hourly", BERLIN, Dst.VIXIE).next(Instant.EPOCH))
        .contains(Instant.EPOCH.plusSeconds(3600));
  }

  @Test
  void whatNobodyUsesIsForgotten() {
    for (int i = 0; i < 200; i++) {
      cron(i % 60 + " " + i % 24 + " * * *", BERLIN, Dst.VIXIE);
    }
    int before = grids.size();
    int after = before;
    for (int i = 0; i < 50 && after > 100; i++) {
      System.gc();
      after = grids.size();
    }

    assertThat(before).isGreaterThan(100);
    assertThat(after).isLessThan(before);
  }

  private Grid cron(String text, ZoneId zone, Dst dst) {
    return grids.of(
        new ScheduleSpec.Cron(text, zone, dst),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO);
  }
}
