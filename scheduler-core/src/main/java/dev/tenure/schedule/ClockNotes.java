package dev.tenure.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the clocks of a zone do to slots, in words for people. Immutable; thread-safe. */
public final class ClockNotes {

  private final ZoneRules rules;

  /** Of the clock on the wall of a zone. */
  public ClockNotes(ZoneId zone) {
    rules = zone.getRules();
  }

  /**
   * What is special about a slot; empty for most.
   *
   * @param last the slot before it, or where the look begins
   */
  public String of(Instant last, Instant slot) {
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
