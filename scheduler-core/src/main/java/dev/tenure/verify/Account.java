package dev.tenure.verify;

import dev.tenure.ledger.SkippedRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of the slots of a trigger from one beginning to the next: a cursor of
 * another edition, or of a trigger that was gone, counts as none. Not thread-safe.
 */
final class Account {

  /**
   * Slots in a row of which the ledger says what became.
   *
   * @param from the first one
   * @param to the last one
   * @param claim the claim, when it is a run
   * @param range the range, when they were skipped
   */
  record Cover(
      Instant from,
      Instant to,
      Stamp stamp,
      Fact.@Nullable Claimed claim,
      @Nullable SkippedRange range) {

    String what() {
      return claim == null
          ? String.valueOf(range == null ? "" : "skipped, " + range.reason().word())
          : "run " + claim.run();
    }
  }

  private final String edition;
  private final List<Cover> covers = new ArrayList<>();
  private Instant high = Instant.MIN;
  private @Nullable Stamp last;

  Account(String edition) {
    this.edition = edition;
  }

  String edition() {
    return edition;
  }

  /** Where the cursor stands; {@link Instant#MIN} when it was never moved. */
  Instant cursor() {
    return high;
  }

  /** Who moved it last. */
  @Nullable Stamp last() {
    return last;
  }

  /** Whether nothing is recorded yet. */
  boolean isNew() {
    return last == null;
  }

  /** In the order of slots. */
  List<Cover> covers() {
    covers.sort(Comparator.comparing(Cover::from).thenComparing(Cover::to));
    return covers;
  }

  void add(Fact.Claimed claim) {
    covers.add(new Cover(claim.slot(), claim.slot(), claim.stamp(), claim, null));
    moved(claim.slot(), claim.stamp());
  }

  void add(SkippedRange range, Stamp stamp) {
    covers.add(new Cover(range.from(), range.to(), stamp, null, range));
    moved(range.to(), stamp);
  }

  void moved(Instant slot, Stamp stamp) {
    high = slot.isAfter(high) ? slot : high;
    last = stamp;
  }
}
