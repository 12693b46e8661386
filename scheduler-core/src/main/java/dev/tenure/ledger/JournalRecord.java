package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One thing that happened, as a journal entry holds it. */
sealed interface JournalRecord {

  /** A term was opened. */
  record Opened(LeaseId lease) implements JournalRecord {}

  /** Something happened to one job. */
  sealed interface OfJob extends JournalRecord {
    JobName job();

    /**
     * The job's state after it. A pure function, so that every node gets the same; the same state
     * when the record does not concern it any more.
     */
    JobState after(JobState before, EntryFacts facts);
  }

  /** A run was claimed. */
  record Claimed(
      JobName job,
      TriggerName trigger,
      String edition,
      long slotMillis,
      RunKind kind,
      int attempt,
      boolean requested,
      Map<String, Object> data)
      implements OfJob {

    @Override
    public JobState after(JobState before, EntryFacts facts) {
      RunId id = new RunId(facts.group(), job, trigger, slotMillis, attempt);
      OpenRun run = new OpenRun(id, kind, facts.term(), facts.node(), facts.at(), data);
      JobState opened = before.opening(run);
      if (requested) {
        return opened;
      }
      return attempt > 1
          ? opened.withoutPending(id)
          : opened.moved(trigger, edition, Instant.ofEpochMilli(slotMillis), 1);
    }
  }

  /**
   * A run ended.
   *
   * @param right the older term that was handed over and whose node reported this end; empty for an
   *     end in the term that began the run
   */
  record Ended(RunOutcome outcome, Optional<Term> right) implements OfJob {

    /** An end in the term that began the run. */
    Ended(RunOutcome outcome) {
      this(outcome, Optional.empty());
    }

    @Override
    public JobName job() {
      return outcome.run().job();
    }

    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before
          .openRun(outcome.run())
          .filter(run -> right.isEmpty() || run.term().equals(right.get()))
          .map(
              run ->
                  before
                      .closing(new FinishedRun(run, outcome))
                      .keeping(outcome.data())
                      .followedBy(run, outcome.next()))
          .orElse(before);
    }
  }

  /** A run that an older term left open was given up. */
  record Lost(RunId run, Optional<Instant> rerun) implements OfJob {
    @Override
    public JobName job() {
      return run.job();
    }

    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before.openRun(run).map(open -> lost(before, open, facts)).orElse(before);
    }

    private JobState lost(JobState before, OpenRun open, EntryFacts facts) {
      RunError error =
          new RunError(
              "lost",
              "node " + open.node() + " led in term " + open.term() + " and recorded no end");
      FinishedRun end =
          new FinishedRun(
              open,
              EndState.LOST,
              Optional.empty(),
              facts.at(),
              Optional.empty(),
              Optional.of(error),
              Optional.empty());
      return before
          .closing(end)
          .followedBy(
              open,
              rerun.map(due -> new PendingAttempt(run.nextAttempt(), RunKind.RECOVERED, due)));
    }
  }

  /** Slots were passed over. */
  record Passed(Skipped skipped) implements OfJob {
    @Override
    public JobName job() {
      return skipped.job();
    }

    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before.skipping(skipped);
    }
  }

  /** The definition of a trigger is gone. */
  record ForgotTrigger(JobName job, TriggerName trigger) implements OfJob {
    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before.forgetting(trigger);
    }
  }

  /** The definition of a job is gone; its history stays for a while. */
  record ForgotJob(JobName job) implements OfJob {
    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before.forgetting(facts.at());
    }
  }

  /**
   * The oldest runs and ranges at hand were put into a chunk.
   *
   * @param runs how many runs
   * @param ranges how many ranges
   * @param chunk the number of the chunk; none when they are too old to be kept
   * @param newest when the newest of the runs ended
   */
  record Sealed(JobName job, int runs, int ranges, Optional<Integer> chunk, Instant newest)
      implements OfJob {
    @Override
    public JobState after(JobState before, EntryFacts facts) {
      long lastRun = before.finished() - before.last().size() + runs;
      Chunks chunks = chunk.isPresent() ? before.chunks().and(lastRun, newest) : before.chunks();
      return before.sealed(runs, ranges, chunks);
    }
  }

  /** The oldest chunks were deleted. */
  record Dropped(JobName job, int chunks) implements OfJob {
    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return before.sealed(0, 0, before.chunks().withoutOldest(chunks));
    }
  }

  /** All that was left of a job without a definition was deleted. */
  record Removed(JobName job) implements OfJob {
    @Override
    public JobState after(JobState before, EntryFacts facts) {
      return JobState.NONE;
    }
  }
}
