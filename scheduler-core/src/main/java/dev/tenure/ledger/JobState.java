package dev.tenure.ledger;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the ledger keeps of one job; the value of its state key. Immutable: each change makes a
 * new one, so that a change that could not be written leaves nothing behind.
 *
 * @param cursor the last slot that the ledger accounts for; empty for a job never seen before
 * @param open runs whose end is not recorded
 * @param last the last few runs that ended, the newest last
 * @param finished how many runs ended, ever
 * @param skipped the last few ranges of skipped slots, the newest last
 * @param data the data that the job's last run left for the next one; empty for most jobs
 */
public record JobState(
    Optional<Instant> cursor,
    List<OpenRun> open,
    List<FinishedRun> last,
    long finished,
    List<SkippedRange> skipped,
    Map<String, Object> data) {

  /** How many ended runs and how many skipped ranges are kept. */
  static final int KEPT = 5;

  /** The state of a job that was never seen. */
  public static final JobState NONE =
      new JobState(Optional.empty(), List.of(), List.of(), 0, List.of(), Map.of());

  public JobState {
    open = List.copyOf(open);
    last = List.copyOf(last);
    skipped = List.copyOf(skipped);
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** Whether the cursor has reached the slot. */
  boolean accountsFor(Instant slot) {
    return cursor.isPresent() && !slot.isAfter(cursor.get());
  }

  JobState started(OpenRun run) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.add(run);
    return new JobState(later(run.slot()), runs, last, finished, skipped, data);
  }

  JobState ended(RunOutcome outcome) {
    return openRun(outcome.run())
        .map(
            run ->
                closed(
                        new FinishedRun(
                            run,
                            outcome.state(),
                            Optional.of(outcome.started()),
                            outcome.finished(),
                            outcome.result(),
                            outcome.error()))
                    .keeping(outcome.data()))
        .orElse(this);
  }

  JobState lost(OpenRun run, Instant now) {
    RunError error =
        new RunError(
            "lost", "node " + run.node() + " led in term " + run.term() + " and recorded no end");
    return closed(
        new FinishedRun(
            run, EndState.LOST, Optional.empty(), now, Optional.empty(), Optional.of(error)));
  }

  JobState skipping(Skipped more) {
    List<SkippedRange> ranges = new ArrayList<>(skipped);
    ranges.addAll(more.ranges());
    return new JobState(later(more.cursor()), open, last, finished, newest(ranges), data);
  }

  private Optional<OpenRun> openRun(RunId id) {
    return open.stream().filter(run -> run.id().equals(id)).findFirst();
  }

  private JobState closed(FinishedRun end) {
    List<OpenRun> runs = new ArrayList<>(open);
    runs.remove(end.run());
    List<FinishedRun> ends = new ArrayList<>(last);
    ends.add(end);
    return new JobState(cursor, runs, newest(ends), finished + 1, skipped, data);
  }

  private JobState keeping(Optional<Map<String, Object>> newData) {
    return newData
        .map(kept -> new JobState(cursor, open, last, finished, skipped, kept))
        .orElse(this);
  }

  private Optional<Instant> later(Instant slot) {
    return accountsFor(slot) ? cursor : Optional.of(slot);
  }

  private static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
