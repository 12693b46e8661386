package dev.tenure.server.cli;

import dev.tenure.schedule.Grid;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Slots by the clock on the wall of a zone, with notes where that clock changes. */
final class SlotTable {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

  private final ZoneId zone;
  private final ZoneRules rules;

  SlotTable(ZoneId zone) {
    this.zone = zone;
    this.rules = zone.getRules();
  }

  /** The slots after an instant, at most so many. */
  String of(Grid grid, Instant after, int count) {
    Table table = new Table("SLOT", "ON THE WALL", "NOTE");
    Instant last = after;
    Optional<Instant> slot = grid.next(after);
    int rows = 0;
    while (slot.isPresent() && rows < count) {
      table.row(slot.get().toString(), local(slot.get()), note(last, slot.get()));
      last = slot.get();
      slot = grid.next(last);
      rows++;
    }
    boolean over = rows < count;
    return (rows == 0 ? "" : table.toString())
        + (over ? "no slot after " + last + System.lineSeparator() : "");
  }

  private String local(Instant slot) {
    return LOCAL.format(slot.atZone(zone)).replace(".000 ", " ");
  }

  private String note(Instant last, Instant slot) {
    List<String> notes = new ArrayList<>();
    ZoneOffset offset = rules.getOffset(slot);
    int change = offset.getTotalSeconds() - rules.getOffset(last).getTotalSeconds();
    if (change != 0) {
      notes.add("clocks went " + (change > 0 ? "forward " : "back ") + text(Math.abs(change)));
    }
    ZoneOffsetTransition here = rules.nextTransition(slot.minusNanos(1));
    if (here != null && here.isGap() && here.getInstant().equals(slot)) {
      notes.add(
          "end of the gap "
              + here.getDateTimeBefore().toLocalTime()
              + " to "
              + here.getDateTimeAfter().toLocalTime());
    }
    ZoneOffsetTransition twice = rules.getTransition(LocalDateTime.ofInstant(slot, offset));
    if (twice != null && twice.isOverlap()) {
      notes.add(slot.isBefore(twice.getInstant()) ? "first of two" : "second of two");
    }
    return String.join(", ", notes);
  }

  private static String text(int seconds) {
    return Duration.ofSeconds(seconds).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
