package dev.tenure.schedule;

import dev.tenure.model.Dst;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A cron expression in a zone. Which local times it means and where these lie on the time line are
 * two questions; this answers the second one, by the rule for gaps and overlaps.
 */
record CronGrid(String text, CronFields fields, ZoneId zone, Dst dst) implements Grid {

  /** More than any change of the clocks; some islands left out a day. */
  private static final int FAR_DAYS = 3;

  @Override
  public Optional<Instant> next(Instant after) {
    if (Horizon.isReached(after)) {
      return Optional.empty();
    }
    ZoneRules rules = zone.getRules();
    LocalDateTime from = LocalDateTime.ofInstant(Horizon.within(after), zone);
    Optional<LocalDateTime> local = fields.next(from);
    boolean plain =
        rules.getTransition(from) == null
            && (local.isEmpty() || rules.getTransition(local.get()) == null);
    return plain
        ? local.map(found -> found.toInstant(rules.getOffset(found)))
        : nextNearChange(Horizon.within(after));
  }

  @Override
  public String describe() {
    return text + " (" + zone + ")";
  }

  /** Goes from one change of the clocks to the next; between two the offset is the same. */
  private Optional<Instant> nextNearChange(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      LocalDateTime start = passed(from, offset);
      Optional<LocalDateTime> local = fields.next(start);
      if (change == null || local.filter(l -> l.isBefore(end(change))).isPresent()) {
        return local.map(l -> l.toInstant(offset));
      }
      if (isSlot(change)) {
        return Optional.of(change.getInstant());
      }
      from = change.getInstant();
      boolean goesBack = !change.getDateTimeAfter().isAfter(start);
      if (!goesBack && local.isEmpty()) {
        return Optional.empty();
      }
      if (!goesBack) {
        Instant near = local.get().minusDays(FAR_DAYS).toInstant(offset);
        from = near.isAfter(from) ? near : from;
      }
    }
  }

  /** The local time that was passed last; in a second pass that does not count, the whole of it. */
  private LocalDateTime passed(Instant instant, ZoneOffset offset) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, offset);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    boolean secondPass =
        change != null && change.isOverlap() && !instant.isBefore(change.getInstant());
    return secondPass && overlap() == Dst.Overlap.FIRST
        ? change.getDateTimeBefore().minusNanos(1)
        : local;
  }

  /** Where the local times before a change end; a first pass may not count. */
  private LocalDateTime end(ZoneOffsetTransition change) {
    return change.isOverlap() && overlap() == Dst.Overlap.SECOND
        ? change.getDateTimeAfter()
        : change.getDateTimeBefore();
  }

  /** Whether there is a slot at the very instant of a change. */
  private boolean isSlot(ZoneOffsetTransition change) {
    LocalDateTime shown = change.getDateTimeAfter();
    if (fields.holds(shown)) {
      return change.isGap() || overlap() != Dst.Overlap.FIRST;
    }
    return change.isGap()
        && gap() == Dst.Gap.SHIFT
        && fields
            .next(change.getDateTimeBefore().minusNanos(1))
            .filter(missing -> missing.isBefore(shown))
            .isPresent();
  }

  private Dst.Gap gap() {
    if (dst.gap() != Dst.Gap.VIXIE) {
      return dst.gap();
    }
    return fields.fixedTimes() ? Dst.Gap.SHIFT : Dst.Gap.SKIP;
  }

  private Dst.Overlap overlap() {
    if (dst.overlap() != Dst.Overlap.VIXIE) {
      return dst.overlap();
    }
    return fields.fixedTimes() ? Dst.Overlap.FIRST : Dst.Overlap.BOTH;
  }
}
