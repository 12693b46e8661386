package dev.tenure.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What to do about the slots between a cursor and now: which to run, in order and with their true
 * instants, and which to leave out and why. Together they are all of these slots, each once.
 *
 * @param run ascending
 * @param skipped ascending, and each before everything in {@code run} that is newer
 */
public record CatchUpPlan(List<Instant> run, List<SkippedRange> skipped) {

  /** How many slots are walked before a count says "at least". */
  private static final long COUNTED = 10_000;

  public CatchUpPlan {
    run = List.copyOf(run);
    skipped = List.copyOf(skipped);
  }

  /** Why a slot is left out. */
  public enum Reason {
    /** It was missed, and the policy does not run it late. */
    MISSED,
    /** It is older than the policy's window. */
    WINDOW,
    /** The policy runs only so many, and newer ones are there. */
    LIMIT
  }

  /**
   * Slots in a row that are left out for one reason.
   *
   * @param first the first of them
   * @param last the last of them
   * @param count how many they are
   * @param reason why
   */
  public record SkippedRange(Instant first, Instant last, SlotCount count, Reason reason) {}

  /**
   * Plans. Work is bounded, however long nobody led. Slots after {@code now} are not looked at; a
   * caller that wants slots of the last moments to count as due and not as missed gives an earlier
   * {@code now}.
   *
   * @param grid the slots
   * @param cursor the last slot that is accounted for
   * @param now the end of the time in question, included
   * @param policy what to do
   */
  public static CatchUpPlan plan(Grid grid, Instant cursor, Instant now, CatchUp policy) {
    if (!cursor.isBefore(now)) {
      return new CatchUpPlan(List.of(), List.of());
    }
    if (policy instanceof CatchUp.All all) {
      return all(grid, cursor, now, all);
    }
    Optional<Instant> last = grid.last(cursor, now);
    if (last.isEmpty() || policy instanceof CatchUp.Skip) {
      return new CatchUpPlan(List.of(), skipped(grid, cursor, now, Reason.MISSED));
    }
    return new CatchUpPlan(
        List.of(last.get()), skipped(grid, cursor, before(last.get()), Reason.MISSED));
  }

  private static CatchUpPlan all(Grid grid, Instant cursor, Instant now, CatchUp.All policy) {
    Instant edge = before(now.minus(policy.window()));
    Instant from = edge.isAfter(cursor) ? edge : cursor;
    List<SkippedRange> skipped = new ArrayList<>(skipped(grid, cursor, from, Reason.WINDOW));
    List<Instant> run = newest(grid, from, now, policy.max());
    if (!run.isEmpty()) {
      skipped.addAll(skipped(grid, from, before(run.get(0)), Reason.LIMIT));
    }
    return new CatchUpPlan(run, skipped);
  }

  /** The newest slots of {@code (from, now]}, ascending: forward if they are few, else backward. */
  private static List<Instant> newest(Grid grid, Instant from, Instant now, int max) {
    boolean few = grid.count(from, now, max).slots() < max;
    List<Instant> slots = new ArrayList<>();
    if (few) {
      Optional<Instant> slot = grid.next(from);
      while (slot.isPresent() && !slot.get().isAfter(now)) {
        slots.add(slot.get());
        slot = grid.next(slot.get());
      }
      return slots;
    }
    Optional<Instant> slot = grid.last(from, now);
    while (slot.isPresent() && slots.size() < max) {
      slots.add(slot.get());
      slot = grid.last(from, before(slot.get()));
    }
    Collections.reverse(slots);
    return slots;
  }

  private static List<SkippedRange> skipped(Grid grid, Instant after, Instant upTo, Reason reason) {
    Optional<Instant> first = grid.next(after).filter(slot -> !slot.isAfter(upTo));
    Optional<Instant> last = first.flatMap(slot -> grid.last(after, upTo));
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    return List.of(
        new SkippedRange(first.get(), last.get(), grid.count(after, upTo, COUNTED), reason));
  }

  private static Instant before(Instant slot) {
    return slot.minusMillis(1);
  }
}
