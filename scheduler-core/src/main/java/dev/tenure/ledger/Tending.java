package dev.tenure.ledger;

import dev.tenure.json.JsonWriter;
import dev.tenure.model.JobName;
import dev.tenure.model.Retention;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what of the jobs' past leaves the states for chunks, and what is not kept any longer.
 * Confined to the ledger's loop.
 */
final class Tending {

  /** How many ended runs of all jobs together may wait in memory to be put into chunks. */
  private static final int WAITING_RUNS = 400_000;

  private static final int LARGEST_CHUNK = 500;
  private static final int CHUNK_BYTES = 200_000;

  /** How many jobs without a definition are remembered. */
  private static final int MOST_GONE = 10_000;

  private final LedgerParts parts;
  private final Map<JobName, Instant> gone = new LinkedHashMap<>();

  Tending(LedgerParts parts) {
    this.parts = parts;
  }

  /** A state as it is now. */
  void saw(JobName job, JobState state) {
    if (state.gone().isPresent() && state.open().isEmpty()) {
      gone.putIfAbsent(job, state.gone().get());
    } else {
      gone.remove(job);
    }
  }

  /** What is to be done for these jobs, in small pieces. */
  List<Work> works(List<JobName> jobs) {
    Instant now = parts.clock().instant();
    List<Work> works = new ArrayList<>();
    Set<JobName> forgotten = new LinkedHashSet<>(forgotten(now));
    for (JobName job : jobs) {
      if (forgotten.contains(job)) {
        continue;
      }
      JobState state = parts.index().stateOf(job);
      Retention retention = parts.settings().retention().apply(job);
      int surplus = state.last().size() - JobState.KEPT;
      int chunk = chunkSize(retention);
      if (surplus >= chunk || state.skipped().size() - JobState.KEPT >= chunk) {
        for (int from = 0; from < Math.max(surplus, 1); from += LARGEST_CHUNK) {
          works.add(Work.record(List.of(new Seal(job, retention.runs()))));
        }
      }
      if (tooOld(state, retention, now)) {
        works.add(Work.record(List.of(new Drop(job, retention, now))));
      }
    }
    forgotten.forEach(job -> works.add(Work.record(List.of(new Remove(job)))));
    return works;
  }

  private int chunkSize(Retention retention) {
    int jobs = Math.max(1, parts.index().states().size());
    int fair = Math.max(4, Math.min(32, WAITING_RUNS / jobs));
    return Math.max(fair, Math.min(LARGEST_CHUNK, retention.runs() / 32));
  }

  private static boolean tooOld(JobState state, Retention retention, Instant now) {
    Chunks chunks = state.chunks();
    return !chunks.isEmpty()
        && (state.finished() - chunks.lastRunOfFirst() >= retention.runs()
            || chunks.newestOfFirst().plus(retention.age()).isBefore(now));
  }

  /** Jobs whose definition has been gone for long enough, or that are too many. */
  private List<JobName> forgotten(Instant now) {
    List<JobName> old = new ArrayList<>();
    int tooMany = gone.size() - MOST_GONE;
    for (Map.Entry<JobName, Instant> one : gone.entrySet()) {
      Retention retention = parts.settings().retention().apply(one.getKey());
      if (old.size() < tooMany || one.getValue().plus(retention.age()).isBefore(now)) {
        old.add(one.getKey());
      }
    }
    return old;
  }

  /** The oldest runs at hand go into a chunk, or away if they are more than are kept. */
  private final class Seal implements Intent {
    private final JobName job;
    private final int kept;

    Seal(JobName job, int kept) {
      this.job = job;
      this.kept = Math.max(kept, JobState.KEPT);
    }

    @Override
    public JobName job() {
      return job;
    }

    @Override
    public int keys() {
      return 1;
    }

    @Override
    public Optional<Step> step(JobState present) {
      int ranges = Math.max(0, present.skipped().size() - JobState.KEPT);
      int runs = Math.max(0, present.last().size() - JobState.KEPT);
      int beyond = present.last().size() - kept;
      if (beyond > 0) {
        Instant newest = present.last().get(beyond - 1).finished();
        return Optional.of(
            new Step(new JournalRecord.Sealed(job, beyond, 0, Optional.empty(), newest)));
      }
      if (runs + ranges == 0) {
        return Optional.empty();
      }
      return Optional.of(chunk(present, Math.min(runs, LARGEST_CHUNK), ranges));
    }

    private Step chunk(JobState present, int mostRuns, int mostRanges) {
      RunJson json = new RunJson(parts.scope().group(), job, parts.names());
      JsonWriter to = new JsonWriter().object().list("runs");
      int runs = 0;
      while (runs < mostRuns && to.size() < CHUNK_BYTES) {
        json.end(to, present.last().get(runs++));
      }
      to.endList().list("skipped");
      int ranges = 0;
      while (ranges < mostRanges && to.size() < CHUNK_BYTES) {
        json.range(to, present.skipped().get(ranges++));
      }
      to.endList().end();
      int number = present.chunks().next();
      Instant newest =
          runs == 0
              ? present.skipped().get(ranges - 1).to()
              : present.last().get(runs - 1).finished();
      return new Step(
          new JournalRecord.Sealed(job, runs, ranges, Optional.of(number), newest),
          List.of(
              new Commit.Put(
                  parts.scope().layout().chunk(parts.scope().group(), job, number),
                  Bytes.of(to.toBytes()),
                  LeaseId.NONE)));
    }
  }

  /** The oldest chunks are deleted. */
  private final class Drop implements Intent {
    private static final int AT_ONCE = 20;

    private final JobName job;
    private final Retention retention;
    private final Instant now;

    Drop(JobName job, Retention retention, Instant now) {
      this.job = job;
      this.retention = retention;
      this.now = now;
    }

    @Override
    public JobName job() {
      return job;
    }

    @Override
    public int keys() {
      return AT_ONCE;
    }

    @Override
    public Optional<Step> step(JobState present) {
      JobState left = present;
      List<Commit.Write> deletes = new ArrayList<>();
      while (deletes.size() < AT_ONCE && tooOld(left, retention, now)) {
        String key =
            parts.scope().layout().chunk(parts.scope().group(), job, left.chunks().first());
        deletes.add(new Commit.Delete(key));
        left = left.sealed(0, 0, left.chunks().withoutOldest(1));
      }
      return deletes.isEmpty()
          ? Optional.empty()
          : Optional.of(new Step(new JournalRecord.Dropped(job, deletes.size()), deletes));
    }
  }

  /** All that is left of a job without a definition is deleted. */
  private final class Remove implements Intent {
    private final JobName job;

    Remove(JobName job) {
      this.job = job;
    }

    @Override
    public JobName job() {
      return job;
    }

    @Override
    public int keys() {
      return 1;
    }

    @Override
    public Optional<Step> step(JobState present) {
      if (present.gone().isEmpty() || !present.open().isEmpty()) {
        return Optional.empty();
      }
      String chunks = parts.scope().layout().runs(parts.scope().group(), job);
      return Optional.of(
          new Step(new JournalRecord.Removed(job), List.of(Commit.DeleteRange.under(chunks))));
    }
  }
}
