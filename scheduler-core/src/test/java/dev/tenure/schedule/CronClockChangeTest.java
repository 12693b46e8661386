package dev.tenure.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronClockChangeTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aFixedTimeInTheGapFiresOnceAtItsEnd() {
    assertThat(slots("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"))
        .containsExactly(
            Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
    assertThat(slots("0/10 0,30 2,3 * * ?", "2026-03-29T00:59:59Z", "2026-03-29T01:00:10Z"))
        .containsExactly(
            Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T01:00:10Z"));
  }

  @Test
  void aFixedTimeInTheRepeatedHourFiresTheFirstTimeOnly() {
    assertThat(slots("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void aRhythmGoesOnThroughBoth() {
    assertThat(slots("*/30 * * * *", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"))
        .containsExactly(
            Instant.parse("2026-03-29T00:30:00Z"),
            Instant.parse("2026-03-29T01:00:00Z"),
            Instant.parse("2026-03-29T01:30:00Z"),
            Instant.parse("2026-03-29T02:00:00Z"));
    assertThat(slots("@hourly", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"))
        .containsExactly(
            Instant.parse("2026-10-25T00:00:00Z"),
            Instant.parse("2026-10-25T01:00:00Z"),
            Instant.parse("2026-10-25T02:00:00Z"),
            Instant.parse("2026-10-25T03:00:00Z"));
  }

  /** Half an hour's change, a day left out, a change at midnight, Ramadan, and plain ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "America/New_York",
        "Europe/Berlin",
        "Asia/Kathmandu"
      })
  void theSlotsRoundEachChangeAreThoseOfBruteForce(String name) {
    ZoneId zone = ZoneId.of(name);
    RandomCron cron = new RandomCron(name.hashCode());
    for (int i = 0; i < 16; i++) {
      String text =
          i % 2 == 0 ? cron.unix() : "0 " + cron.unix().replaceAll("\\S+ \\S+ \\S+$", "* * ?");
      for (Instant change : changes(zone)) {
        Instant from = change.minus(Duration.ofHours(26));
        Instant to = change.plus(Duration.ofHours(26));
        Optional<CronFields> fields = fields(text);
        if (fields.isPresent()) {
          assertThat(
                  walk(
                      new CronGrid(text, fields.get(), zone, dev.tenure.model.Dst.VIXIE), from, to))
              .as("%s in %s round %s", text, name, change)
              .isEqualTo(bruteForce(fields.get(), zone, from, to));
        }
      }
    }
  }

  private static Optional<CronFields> fields(String text) {
    CronFields fields = CronParser.parse(text);
    return fields.isNever() ? Optional.empty() : Optional.of(fields);
  }

  /** Each local minute that matches, put on the time line by the rules as documented. */
  private static List<Instant> bruteForce(
      CronFields fields, ZoneId zone, Instant from, Instant to) {
    ZoneRules rules = zone.getRules();
    TreeSet<Instant> slots = new TreeSet<>();
    LocalDateTime local = LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusDays(2);
    LocalDateTime end = LocalDateTime.ofInstant(to, ZoneOffset.UTC).plusDays(2);
    for (; local.isBefore(end); local = local.plusMinutes(1)) {
      LocalDateTime minute = local.withSecond(0).withNano(0);
      if (!fields.next(minute.minusSeconds(1)).equals(Optional.of(minute))) {
        continue;
      }
      List<ZoneOffset> offsets = rules.getValidOffsets(minute);
      if (offsets.isEmpty() && fields.fixedTimes()) {
        slots.add(rules.getTransition(minute).getInstant());
      } else if (!offsets.isEmpty()) {
        slots.add(minute.toInstant(offsets.get(0)));
        if (!fields.fixedTimes()) {
          slots.add(minute.toInstant(offsets.get(offsets.size() - 1)));
        }
      }
    }
    return slots.stream().filter(s -> s.isAfter(from) && !s.isAfter(to)).toList();
  }

  private static List<Instant> changes(ZoneId zone) {
    List<Instant> changes = new ArrayList<>();
    ZoneOffsetTransition change =
        zone.getRules().nextTransition(Instant.parse("2011-01-01T00:00:00Z"));
    while (change != null && changes.size() < 3) {
      changes.add(change.getInstant());
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return changes.isEmpty() ? List.of(Instant.parse("2026-03-29T01:00:00Z")) : changes;
  }

  private static List<Instant> slots(String text, String from, String to) {
    return walk(Grids.cron(text, BERLIN), Instant.parse(from), Instant.parse(to));
  }

  /** Also holds that each slot is later than the one before. */
  private static List<Instant> walk(Grid grid, Instant from, Instant to) {
    List<Instant> slots = new ArrayList<>();
    Instant at = from;
    Optional<Instant> slot = grid.next(at);
    while (slot.isPresent() && !slot.get().isAfter(to)) {
      assertThat(slot.get()).isAfter(at);
      slots.add(slot.get());
      at = slot.get();
      slot = grid.next(at);
    }
    return slots;
  }
}
