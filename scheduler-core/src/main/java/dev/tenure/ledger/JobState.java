package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger keeps at hand of one job. Immutable: each record of the journal makes a new one.
 *
 * @param cursors per trigger, where its account stands; none for a trigger never seen; also of the
 *     last few triggers whose definition is gone
 * @param open runs whose end is not recorded
 * @param pending further attempts that are to be made
 * @param last the last few runs that ended, the newest last; older ones are in {@link
 *     RunLedger#history}
 * @param finished how many runs ended, ever
 * @param skipped the last few ranges of skipped slots, the newest last
 * @param data the data that the job's last run left for the next one; none for most jobs
 * @param chunks which parts of the job's history are in the store
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
    Chunks chunks,
    Optional<Instant> gone,
    Position applied) {

  /** How many ended runs and how many skipped ranges are kept at least. */
  static final int KEPT = 5;

  /** Of how many triggers without a definition it is known where their accounts stood. */
  static final int GONE_KEPT = 16;

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
          Chunks.NONE,
          Optional.empty(),
          Position.NONE);

  public JobState {
    cursors = Map.copyOf(cursors);
    open = List.copyOf(open);
    pending = List.copyOf(pending);
    last = Appended.of(last);
    skipped = List.copyOf(skipped);
  }

  /** A state without a history in the store. */
  public JobState(
      Map<TriggerName, Cursor> cursors,
      List<OpenRun> open,
      List<PendingAttempt> pending,
      List<FinishedRun> last,
      long finished,
      List<SkippedRange> skipped,
      Optional<KeptData> data,
      Optional<Instant> gone,
      Position applied) {
    this(cursors, open, pending, last, finished, skipped, data, Chunks.NONE, gone, applied);
  }

  /** The cursor of the trigger in this edition, if it has one of its own. */
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

  /** When the newest of those runs ended that the store kept before and does not keep any more. */
  public Optional<Instant> droppedSince(JobState before) {
    return chunks.droppedSince(before.chunks);
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

  /** Whether nothing is recorded, or nothing is left of what was. */
  boolean isNothing() {
    return finished == 0
        && cursors.isEmpty()
        && open.isEmpty()
        && pending.isEmpty()
        && skipped.isEmpty()
        && data.isEmpty()
        && chunks.isEmpty();
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
    // One edition of a trigger may be claimed while another one takes its place.
    return cursor(claim.trigger(), claim.edition())
        .map(cursor -> claim.slot().isAfter(cursor.slot()))
        .orElseGet(() -> last.stream().noneMatch(run -> run.id().equals(id)));
  }

  JobState opening(OpenRun run) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.add(run);
    return new JobState(
        cursors, runs, pending, last, finished, skipped, data, chunks, Optional.empty(), applied);
  }

  JobState closing(FinishedRun end) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.removeIf(run -> run.id().equals(end.id()));
    return new JobState(
        cursors,
        runs,
        pending,
        Appended.and(last, end),
        finished + 1,
        skipped,
        data,
        chunks,
        gone,
        applied);
  }

  JobState keeping(Optional<KeptData> kept) {
    return kept.isEmpty()
        ? this
        : new JobState(
            cursors, open, pending, last, finished, skipped, kept, chunks, gone, applied);
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
    return new JobState(
        cursors, open, attempts, last, finished, skipped, data, chunks, gone, applied);
  }

  JobState skipping(Skipped more) {
    List<SkippedRange> ranges = new ArrayList<>(skipped);
    more.ranges().forEach(range -> add(ranges, range, more.edition()));
    return new JobState(
            cursors, open, pending, last, finished, ranges, data, chunks, Optional.empty(), applied)
        .moved(more.trigger(), more.edition(), more.cursor(), 0);
  }

  /** A range that goes on where the last one ends, for the same reason, prolongs it. */
  private void add(List<SkippedRange> ranges, SkippedRange more, String edition) {
    int end = ranges.size() - 1;
    SkippedRange before = end < 0 ? more : ranges.get(end);
    boolean goesOn =
        before.to().isBefore(more.from())
            && before.trigger().equals(more.trigger())
            && before.reason() == more.reason()
            && cursor(more.trigger(), edition)
                .filter(cursor -> cursor.slot().equals(before.to()))
                .isPresent();
    if (goesOn) {
      ranges.set(end, before.and(more));
    } else {
      ranges.add(more);
    }
  }

  /** The cursor moves on; within an edition never back. */
  JobState moved(TriggerName trigger, String edition, Instant slot, int runs) {
    Cursor old = cursors.get(trigger);
    Map<TriggerName, Cursor> all = new HashMap<>(cursors);
    all.put(
        trigger, old == null ? new Cursor(slot, edition, runs) : old.moved(slot, edition, runs));
    return withCursors(all);
  }

  private JobState withCursors(Map<TriggerName, Cursor> all) {
    return new JobState(all, open, pending, last, finished, skipped, data, chunks, gone, applied);
  }

  JobState forgetting(TriggerName trigger) {
    Map<TriggerName, Cursor> all = new HashMap<>(cursors);
    all.computeIfPresent(trigger, (name, cursor) -> cursor.gone());
    List<PendingAttempt> attempts = new ArrayList<>(pending);
    attempts.removeIf(attempt -> attempt.run().trigger().equals(trigger));
    return withCursors(newestGone(all)).withPending(attempts);
  }

  /** A job may have had any number of triggers: of those that are gone only some are remembered. */
  private static Map<TriggerName, Cursor> newestGone(Map<TriggerName, Cursor> all) {
    all.entrySet().stream()
        .filter(one -> one.getValue().isGone())
        .sorted(
            Comparator.<Map.Entry<TriggerName, Cursor>, Instant>comparing(
                    one -> one.getValue().slot())
                .thenComparing(Map.Entry::getKey)
                .reversed())
        .skip(GONE_KEPT)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(all::remove);
    return all;
  }

  JobState forgetting(Instant at) {
    Map<TriggerName, Cursor> all = new HashMap<>(cursors);
    all.replaceAll((name, cursor) -> cursor.gone());
    return new JobState(
        newestGone(all),
        open,
        List.of(),
        last,
        finished,
        skipped,
        Optional.empty(),
        chunks,
        gone.or(() -> Optional.of(at)),
        applied);
  }

  /** The oldest runs and ranges at hand are in a chunk now, or not kept at all. */
  JobState sealed(int runs, int ranges, Chunks now) {
    return new JobState(
        cursors,
        open,
        pending,
        last.subList(Math.min(runs, last.size()), last.size()),
        finished,
        skipped.subList(Math.min(ranges, skipped.size()), skipped.size()),
        data,
        now,
        gone,
        applied);
  }

  JobState at(Position position) {
    return new JobState(
        cursors, open, pending, last, finished, skipped, data, chunks, gone, position);
  }
}
