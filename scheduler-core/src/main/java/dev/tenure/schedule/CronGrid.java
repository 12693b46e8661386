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
 * A cron expression in a zone. When the clocks go forward, a fixed time that is left out fires at
 * the end of the gap, once; when they go back, a fixed time that comes twice fires the first time.
 * A rhythm ({@code *} in minutes or hours) goes on through both, as the clock on the wall shows it.
 * These are the rules of Vixie cron.
 */
record CronGrid(String text, CronFields fields, ZoneId zone, Dst dst) implements Grid {

  @Override
  public Optional<Instant> next(Instant after) {
    return fields.fixedTimes() ? nextFixed(after) : nextInRhythm(after);
  }

  @Override
  public String describe() {
    return text + " (" + zone + ")";
  }

  /** Local times map to instants in order, so the first local time that maps past it is the one. */
  private Optional<Instant> nextFixed(Instant after) {
    Optional<LocalDateTime> local = fields.next(firstPass(after));
    while (local.isPresent()) {
      Instant slot = instant(local.get());
      if (slot.isAfter(after)) {
        return Optional.of(slot);
      }
      local = fields.next(local.get());
    }
    return Optional.empty();
  }

  /** The local time; in the second pass of a repeated hour, the end of the first. */
  private LocalDateTime firstPass(Instant after) {
    ZoneRules rules = zone.getRules();
    LocalDateTime local = LocalDateTime.ofInstant(after, zone);
    ZoneOffsetTransition change = rules.getTransition(local);
    boolean secondPass =
        change != null && change.isOverlap() && !after.isBefore(change.getInstant());
    return secondPass ? change.getDateTimeBefore().minusNanos(1) : local;
  }

  private Instant instant(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }

  /** Goes from one change of the clocks to the next; between two the offset is the same. */
  private Optional<Instant> nextInRhythm(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      Optional<Instant> slot =
          fields.next(LocalDateTime.ofInstant(from, offset)).map(local -> local.toInstant(offset));
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (slot.isEmpty() || change == null || slot.get().isBefore(change.getInstant())) {
        return slot;
      }
      if (holds(change.getDateTimeAfter())) {
        return Optional.of(change.getInstant());
      }
      from = change.getInstant();
    }
  }

  private boolean holds(LocalDateTime local) {
    return fields.next(local.minusSeconds(1)).filter(local::equals).isPresent();
  }
}
