package dev.tenure.server.cli;

import dev.tenure.schedule.ClockNotes;
import dev.tenure.schedule.Grid;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Slots by the clock on the wall of a zone, with notes where that clock changes. */
final class SlotTable {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

  private final ZoneId zone;
  private final ClockNotes notes;

  SlotTable(ZoneId zone) {
    this.zone = zone;
    this.notes = new ClockNotes(zone);
  }

  /** The slots after an instant, at most so many. */
  String of(Grid grid, Instant after, int count) {
    Table table = new Table("SLOT", "ON THE WALL", "NOTE");
    Instant last = after;
    Optional<Instant> slot = grid.next(after);
    int rows = 0;
    while (slot.isPresent() && rows < count) {
      table.row(slot.get().toString(), local(slot.get()), notes.of(last, slot.get()));
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
}
