package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.Dst;
import dev.tenure.model.Dst.Gap;
import dev.tenure.model.Dst.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule for the clocks in every zone, against a clock that is read minute by minute. */
class CronDstTest {

  private static final Duration NEAR = Duration.ofHours(27);

  @Test
  void everyRuleInEveryZoneIsThatOfAClockOnTheWall() {
    Random random = new Random(20261121);
    int changes = 0;
    for (ZoneId zone : Zones.all()) {
      for (Instant change : Zones.changes(zone, random, 2)) {
        check(zone, change, random, 1);
        changes++;
      }
    }
    assertThat(changes).isGreaterThan(350);
  }

  /**
   * Half an hour, a day left out (twice), gaps and overlaps at midnight, Ramadan, two hours, and a
   * minute past midnight.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kwajalein",
        "America/Sao_Paulo",
        "America/Havana",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Antarctica/Troll",
        "America/St_Johns",
        "Asia/Gaza",
        "Europe/Dublin"
      })
  void everyRuleHoldsAtOddChanges(String name) {
    ZoneId zone = ZoneId.of(name);
    Random random = new Random(name.hashCode());
    for (Instant change : Zones.changes(zone, random, 12)) {
      check(zone, change, random, 2);
    }
  }

  private static void check(ZoneId zone, Instant change, Random random, int expressions) {
    WallClock clock = new WallClock(zone, change);
    for (int i = 0; i < expressions; i++) {
      BitSet minutes = bits(random, 60, 3);
      BitSet hours = random.nextInt(3) == 0 ? all(24) : bits(random, 24, 5);
      BitSet days = random.nextBoolean() ? all(32) : days(zone, change, random);
      for (Gap gap : Gap.values()) {
        for (Overlap overlap : Overlap.values()) {
          check(zone, change, clock, minutes, hours, days, new Dst(gap, overlap), random);
        }
      }
    }
  }

  private static void check(
      ZoneId zone,
      Instant change,
      WallClock clock,
      BitSet minutes,
      BitSet hours,
      BitSet days,
      Dst dst,
      Random random) {
    boolean fixed = hours.cardinality() < 24;
    String text =
        String.join(
            " ",
            "0",
            words(minutes),
            fixed ? words(hours) : "*",
            days.cardinality() < 32 ? words(days) : "*",
            "* ?");
    Gap gap = dst.gap() != Gap.VIXIE ? dst.gap() : fixed ? Gap.SHIFT : Gap.SKIP;
    Overlap overlap =
        dst.overlap() != Overlap.VIXIE ? dst.overlap() : fixed ? Overlap.FIRST : Overlap.BOTH;
    Instant from = change.minus(NEAR);
    Instant to = change.plus(NEAR);
    Grid grid = Grids.cron(text, zone, dst);
    List<Instant> expected =
        clock.slots(
            local ->
                minutes.get(local.getMinute())
                    && hours.get(local.getHour())
                    && days.get(local.getDayOfMonth()),
            gap,
            overlap,
            from,
            to);

    assertThat(Walk.between(grid, from, to))
        .as("%s in %s, %s, round %s", text, zone, dst, change)
        .isEqualTo(expected);
    Instant any = from.plusMillis((long) (random.nextDouble() * NEAR.toMillis() * 2));
    assertThat(grid.next(any).filter(slot -> !slot.isAfter(to)))
        .as("%s in %s, %s, after %s", text, zone, dst, any)
        .isEqualTo(expected.stream().filter(slot -> slot.isAfter(any)).findFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *    | SKIP  | FIRST  | 2026-03-28T01:30:00Z 2026-03-30T00:30:00Z",
        "30 2 * * *    | SHIFT | FIRST  | 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z"
            + " 2026-03-30T00:30:00Z",
        "*/20 2 * * *  | SHIFT | FIRST  | 2026-03-28T01:00:00Z 2026-03-28T01:20:00Z"
            + " 2026-03-28T01:40:00Z 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z",
        "0 2,3 * * *   | SHIFT | FIRST  | 2026-03-28T01:00:00Z 2026-03-28T02:00:00Z"
            + " 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z",
      })
  void aTimeThatIsLeftOutIsSkippedOrShifted(String text, Gap gap, Overlap overlap, String slots) {
    Grid grid = Grids.cron(text, ZoneId.of("Europe/Berlin"), new Dst(gap, overlap));
    List<Instant> expected = List.of(slots.split(" ")).stream().map(Instant::parse).toList();

    assertThat(Walk.first(grid, Instant.parse("2026-03-28T00:00:00Z"), expected.size()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *    | FIRST  | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        "30 2 * * *    | SECOND | 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z",
        "30 2 * * *    | BOTH   | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z",
        "0 * * * *     | FIRST  | 2026-10-25T00:00:00Z 2026-10-25T02:00:00Z",
        "0 * * * *     | SECOND | 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z",
        "0 3 * * *     | SECOND | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z",
      })
  void aTimeThatComesTwiceCountsAsAsked(String text, Overlap overlap, String slots) {
    Grid grid = Grids.cron(text, ZoneId.of("Europe/Berlin"), new Dst(Gap.SKIP, overlap));
    List<Instant> expected = List.of(slots.split(" ")).stream().map(Instant::parse).toList();

    assertThat(Walk.first(grid, Instant.parse("2026-10-24T23:59:00Z"), expected.size()))
        .isEqualTo(expected);
  }

  @Test
  void theLastSlotOfAllMayLieInTheSecondPass() {
    Grid grid =
        Grids.cron(
            "0 30 2 25 10 ? 2026", ZoneId.of("Europe/Berlin"), new Dst(Gap.SKIP, Overlap.BOTH));

    assertThat(Walk.first(grid, Instant.parse("2026-10-25T00:00:00Z"), 9))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(grid.next(Instant.parse("2026-10-25T00:45:00Z")))
        .contains(Instant.parse("2026-10-25T01:30:00Z"));
  }

  @Test
  void everyZoneHasASlotFarInTheFutureAndFarBetween() {
    Instant far = Instant.parse("2150-06-01T00:00:00Z");
    for (ZoneId zone : Zones.all()) {
      for (Gap gap : Gap.values()) {
        for (Overlap overlap : Overlap.values()) {
          Optional<Instant> slot =
              Grids.cron("0 30 2 29 2 ?", zone, new Dst(gap, overlap)).next(far);
          assertThat(slot.map(s -> LocalDateTime.ofInstant(s, zone)))
              .as("%s", zone)
              .contains(LocalDateTime.of(2152, 2, 29, 2, 30));
        }
      }
    }
  }

  /** One or two of the days round the change, so that the next match may be far away. */
  private static BitSet days(ZoneId zone, Instant change, Random random) {
    BitSet days = new BitSet();
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      Instant near = change.plus(Duration.ofDays(random.nextInt(3) - 1)).minusSeconds(1);
      days.set(LocalDateTime.ofInstant(near, zone).getDayOfMonth());
    }
    return days;
  }

  private static BitSet bits(Random random, int size, int most) {
    BitSet bits = new BitSet();
    for (int i = 0; i <= random.nextInt(most); i++) {
      bits.set(random.nextInt(size));
    }
    return bits;
  }

  private static BitSet all(int size) {
    BitSet bits = new BitSet();
    bits.set(0, size);
    return bits;
  }

  private static String words(BitSet bits) {
    return String.join(",", bits.stream().mapToObj(Integer::toString).toList());
  }
}
