package dev.tenure.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A rule in a zone: an instant is judged by what the clock on the wall shows then, so in both
 * passes of a repeated hour alike.
 */
record ZonedFilter(LocalRule rule, ZoneId zone) implements CalendarFilter {

  @Override
  public boolean isIncluded(Instant instant) {
    return rule.isIncluded(LocalDateTime.ofInstant(instant, zone));
  }

  /** Goes from one change of the clocks to the next; between two the offset is the same. */
  @Override
  public Optional<Instant> nextIncluded(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant from = Instant.ofEpochMilli(Horizon.within(after).toEpochMilli() + 1);
    Instant horizon = Horizon.of(from);
    while (from.isBefore(horizon)) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime local = LocalDateTime.ofInstant(from, offset);
      if (rule.isIncluded(local)) {
        return Optional.of(from);
      }
      ZoneOffsetTransition change = rules.nextTransition(from);
      Instant end =
          change == null || change.getInstant().isAfter(horizon) ? horizon : change.getInstant();
      Optional<Instant> next =
          rule.nextIncluded(local, LocalDateTime.ofInstant(end, offset))
              .map(found -> found.toInstant(offset))
              .filter(found -> found.isBefore(end));
      if (next.isPresent()) {
        return next;
      }
      from = end;
    }
    return Optional.empty();
  }
}
