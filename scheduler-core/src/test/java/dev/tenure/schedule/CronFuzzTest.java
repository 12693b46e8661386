package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.Dst;
import dev.tenure.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Cron text that is almost right, or not at all: a grid that moves on, or a reason with a place.
 */
final class CronFuzzTest {

  private static final List<String> TEXTS =
      List.of(
          "30 2 * * *",
          "0 0/15 9-17 ? * MON-FRI",
          "0 0 12 LW * ?",
          "0 0 0 L-3 2 ? 2024-2099/4",
          "0 0 0 ? 2 5#5",
          "*/7 1,2,30-40/3 * * 0-7",
          "H H(0-7) * * *",
          "0 0 0 29 2 ?",
          "@daily",
          "0 0 0 15W JAN,jun ? *");

  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Monrovia", "+14:00");

  private static final List<Instant> FROM =
      List.of(
          Instant.EPOCH,
          Instant.parse("2026-03-29T00:59:59Z"),
          Instant.parse("2099-12-31T23:59:59Z"),
          Instant.parse("9999-12-31T23:59:59.999Z"),
          Instant.parse("-5000-01-01T00:00:00Z"),
          Instant.MIN,
          Instant.MAX,
          Instant.ofEpochMilli(Long.MAX_VALUE),
          Instant.ofEpochMilli(Long.MIN_VALUE));

  @Test
  void textIsAGridOrRefusedWithItsPlace() {
    Fuzz.run(
        "cron",
        5_000,
        random -> {
          String text = text(random);
          Grid grid;
          try {
            grid =
                Grids.cron(
                    text,
                    ZoneId.of(Fuzz.one(random, ZONES)),
                    new Dst(
                        Fuzz.one(random, Dst.Gap.values()),
                        Fuzz.one(random, Dst.Overlap.values())));
          } catch (ScheduleException e) {
            assertThat(e.what()).isNotBlank();
            assertThat(e.position()).isBetween(0, text.length() + 1);
            return;
          }
          Instant at = Fuzz.one(random, FROM);
          for (int steps = 0; steps < 5; steps++) {
            Optional<Instant> next = grid.next(at);
            if (next.isEmpty()) {
              return;
            }
            assertThat(next.get()).isAfter(at);
            at = next.get();
          }
        });
  }

  private static String text(Random random) {
    String text = Fuzz.one(random, TEXTS);
    if (random.nextBoolean()) {
      String[] fields = text.split(" ", -1);
      String[] other = Fuzz.one(random, TEXTS).split(" ", -1);
      fields[random.nextInt(fields.length)] = other[random.nextInt(other.length)];
      text = String.join(" ", fields);
    }
    return random.nextInt(3) == 0
        ? text
        : new String(
            Fuzz.mutated(random, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
