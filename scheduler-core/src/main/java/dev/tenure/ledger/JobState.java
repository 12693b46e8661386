package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger keeps at hand of one job. Immutable: each record of the journal makes a new one.
 *
 * @param cursors per trigger, where its account stands; none for a trigger never seen
 * @param open runs whose end is not recorded
 * @param pending further attempts that are to be made
 * @param last the last few runs that ended, the newest last; older ones are in {@link
 *     RunLedger#history}
 * @param finished how many runs ended, ever
 * @param skipped the last few ranges of skipped slots, the newest last
 * @param data the data that the job's last run left for the next one; none for most jobs
 * @param gone since when the job has no definition any more
 * @param applied the last journal entry that is contained
 */
public record JobState(
    Map<TriggerName, Cursor> cursors,
    List<OpenRun> open,
    List<PendingAttempt> pending,
    List<FinishedRun> last,
    long finished,
    List<SkippedRange> skipped,
    Optional<KeptData> data,
    Optional<Instant> gone,
    Position applied) {

  /** How many ended runs and how many skipped ranges are kept at least. */
  static final int KEPT = 5;

  /** The state of a job that was never seen. */
  public static final JobState NONE =
      new JobState(
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          0,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Position.NONE);

  public JobState {
    cursors = Map.copyOf(cursors);
    open = List.copyOf(open);
    pending = List.copyOf(pending);
    last = List.copyOf(last);
    skipped = List.copyOf(skipped);
  }

  /** The cursor of the trigger in this edition; a cursor of another edition counts as none. */
  public Optional<Cursor> cursor(TriggerName trigger, String edition) {
    return Optional.ofNullable(cursors.get(trigger))
        .filter(cursor -> cursor.edition().equals(edition));
  }

  /** The open run of this id. */
  public Optional<OpenRun> openRun(RunId id) {
    for (OpenRun run : open) {
      if (run.id().equals(id)) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /** The pending attempt of this id. */
  public Optional<PendingAttempt> pendingAttempt(RunId id) {
    for (PendingAttempt attempt : pending) {
      if (attempt.run().equals(id)) {
        return Optional.of(attempt);
      }
    }
    return Optional.empty();
  }

  /** Whether a claim, whose request exists if it has one, may be granted. */
  boolean grants(Claim claim, RunId id) {
    if (openRun(id).isPresent()) {
      return false;
    }
    if (claim.request().isPresent()) {
      return true;
    }
    if (claim.attempt() > 1) {
      return pendingAttempt(id).isPresent();
    }
    return cursor(claim.trigger(), claim.edition())
        .map(cursor -> claim.slot().isAfter(cursor.slot()))
        .orElse(true);
  }

  JobState opening(OpenRun run) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.add(run);
    return new JobState(
        cursors, runs, pending, last, finished, skipped, data, Optional.empty(), applied);
  }

  JobState closing(FinishedRun end) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.remove(end.run());
    List<FinishedRun> ends = new ArrayList<>(last);
    ends.add(end);
    return new JobState(
        cursors, runs, pending, newest(ends), finished + 1, skipped, data, gone, applied);
  }

  JobState keeping(Optional<KeptData> kept) {
    return kept.isEmpty()
        ? this
        : new JobState(cursors, open, pending, last, finished, skipped, kept, gone, applied);
  }

  JobState followedBy(OpenRun run, Optional<PendingAttempt> next) {
    if (next.isEmpty() || gone.isPresent()) {
      return this;
    }
    PendingAttempt attempt = next.get();
    List<PendingAttempt> attempts = new ArrayList<>(pending);
    attempts.removeIf(other -> other.run().equals(attempt.run()));
    attempts.add(new PendingAttempt(attempt.run(), attempt.kind(), attempt.due(), run.data()));
    return withPending(attempts);
  }

  JobState withoutPending(RunId id) {
    List<PendingAttempt> attempts = new ArrayList<>(pending);
    attempts.removeIf(attempt -> attempt.run().equals(id));
    return withPending(attempts);
  }

  private JobState withPending(List<PendingAttempt> attempts) {
    return new JobState(cursors, open, attempts, last, finished, skipped, data, gone, applied);
  }

  JobState skipping(Skipped more) {
    List<SkippedRange> ranges = new ArrayList<>(skipped);
    ranges.addAll(more.ranges());
    return new JobState(
            cursors, open, pending, last, finished, newest(ranges), data, Optional.empty(), applied)
        .moved(more.trigger(), more.edition(), more.cursor(), 0);
  }

  /** The cursor moves on; within an edition never back. */
  JobState moved(TriggerName trigger, String edition, Instant slot, int runs) {
    Cursor moved =
        cursor(trigger, edition)
            .map(
                old ->
                    new Cursor(
                        slot.isAfter(old.slot()) ? slot : old.slot(), edition, old.fired() + runs))
            .orElse(new Cursor(slot, edition, runs));
    Map<TriggerName, Cursor> all = new HashMap<>(cursors);
    all.put(trigger, moved);
    return withCursors(all);
  }

  private JobState withCursors(Map<TriggerName, Cursor> all) {
    return new JobState(all, open, pending, last, finished, skipped, data, gone, applied);
  }

  JobState forgetting(TriggerName trigger) {
    Map<TriggerName, Cursor> all = new HashMap<>(cursors);
    all.remove(trigger);
    List<PendingAttempt> attempts = new ArrayList<>(pending);
    attempts.removeIf(attempt -> attempt.run().trigger().equals(trigger));
    return withCursors(all).withPending(attempts);
  }

  JobState forgetting(Instant at) {
    return new JobState(
        Map.of(),
        open,
        List.of(),
        last,
        finished,
        skipped,
        Optional.empty(),
        gone.or(() -> Optional.of(at)),
        applied);
  }

  JobState at(Position position) {
    return new JobState(cursors, open, pending, last, finished, skipped, data, gone, position);
  }

  private static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
