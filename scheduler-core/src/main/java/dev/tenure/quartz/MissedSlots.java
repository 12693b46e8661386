package dev.tenure.quartz;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Source;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.SkipReason;
import dev.tenure.model.JobName;
import dev.tenure.schedule.CatchUp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the catch-up makes of slots that were missed, and what it owes to jobs that run all of them.
 * Not thread-safe.
 */
final class MissedSlots {

  /** How much is counted in one go, so that nobody who asks waits long. */
  private static final int PORTION = 500;

  private static final Logger log = LoggerFactory.getLogger(MissedSlots.class);

  private final BoardSources sources;
  private final BoardTriggers triggers;
  private final DueQueue queue;
  private final NewlyDue newlyDue = new NewlyDue();

  MissedSlots(BoardSources sources, BoardTriggers triggers, DueQueue queue) {
    this.sources = sources;
    this.triggers = triggers;
    this.queue = queue;
  }

  void clear() {
    newlyDue.clear();
  }

  /**
   * What the catch-up makes of a slot that was handed out as missed: the slot to run, if there is
   * one, and what is to be recorded before.
   */
  TriggerLine.Plan plan(Due.OfSlot due) {
    TriggerLine line = triggers.get(due.trigger());
    if (line == null) {
      return new TriggerLine.Plan(Optional.empty(), Optional.empty());
    }
    TriggerLine.Plan plan = line.plan(due, triggers.cursor(line), policy(line, due));
    plan.run().ifPresent(queue::handOutInstead);
    return plan;
  }

  /**
   * A run of a job that forbids overlaps has ended: what fell due since its claim was overlapped.
   */
  void overlapped(JobName job, List<OpenRun> ended, Instant now) {
    Instant claimed = ended.stream().map(OpenRun::claimed).min(Instant::compareTo).orElse(now);
    Span span = new Span(claimed, now, SkipReason.OVERLAP);
    for (Due due : queue.waiting(job)) {
      TriggerLine line = due instanceof Due.OfSlot slot ? triggers.get(slot.trigger()) : null;
      // What is next may have been late already when the run began; it is run, and what fell due
      // behind it is not.
      if (line != null && line.grid().next(claimed).filter(span::covers).isPresent()) {
        line.overlap(span, ((Due.OfSlot) due).slot());
        triggers.look(line, now);
      }
    }
  }

  /** A slot was missed: if all are to be run, what falls due meanwhile waits, too. */
  void behind(Due.OfSlot due) {
    TriggerLine line = triggers.get(due.trigger());
    if (line != null && !newlyDue.has(due.trigger()) && policy(line, due) instanceof CatchUp.All) {
      watch(line, due.missed().map(Span::upTo).orElse(due.slot()));
    }
  }

  private void watch(TriggerLine line, Instant after) {
    try {
      line.grid()
          .next(after)
          .filter(slot -> slot.isAfter(after))
          .ifPresent(slot -> newlyDue.add(new NewlyDue.Next(line.spec().name(), slot)));
    } catch (RuntimeException e) {
      log.debug("trigger {} has no next slot", line.spec().name(), e);
    }
  }

  /**
   * Counts what has fallen due of the jobs that are behind: so many runs are owed to them, beside
   * the pace of the catch-up.
   */
  void countNewlyDue(Instant now) {
    Optional<NewlyDue.Next> next = newlyDue.take(now);
    for (int i = 1; next.isPresent(); i++) {
      count(next.get());
      next = i < PORTION ? newlyDue.take(now) : Optional.empty();
    }
  }

  private void count(NewlyDue.Next next) {
    TriggerLine line = triggers.get(next.trigger());
    if (line == null || queue.find(next.trigger()).filter(Due::isMissed).isEmpty()) {
      return;
    }
    Optional<Span> missed = triggers.missed(line, next.slot());
    if (missed.isEmpty()) {
      queue.owe(line.spec().job());
    }
    watch(line, missed.map(Span::upTo).orElse(next.slot()));
  }

  private CatchUp policy(TriggerLine line, Due.OfSlot due) {
    if (!due.isOverlapped()) {
      return line.spec().catchUp();
    }
    Optional<JobSpec> job = sources.definitions().job(line.spec().job()).map(Kept::value);
    if (job.filter(spec -> spec.concurrency() == Concurrency.REPLACE).isPresent()) {
      return new CatchUp.Last();
    }
    return line.spec().source() == Source.FILES ? new CatchUp.Skip() : line.spec().catchUp();
  }
}
