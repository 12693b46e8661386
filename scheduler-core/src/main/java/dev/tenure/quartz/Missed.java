package dev.tenure.quartz;

import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUpPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a job's slots between the ledger's cursor and the start of a term.
 *
 * @param run the missed slots to run, with their true instants
 * @param from the instant after which slots count as due, not as missed
 * @param skipped the missed slots that are not run
 * @param cursor where the ledger's cursor goes before anything is run; empty to leave it
 */
record Missed(
    List<Instant> run, Instant from, List<SkippedRange> skipped, Optional<Instant> cursor) {

  /** A slot that fell due less than this ago is a little late, as any may be, and not missed. */
  private static final Duration A_LITTLE_LATE = Duration.ofSeconds(1);

  static Missed of(JobDefinition definition, Optional<Instant> cursor, Instant now) {
    return cursor.map(known -> since(definition, known, now)).orElseGet(() -> firstSeen(now));
  }

  /** Before a job was first seen it had no slots; from now on the ledger accounts for each. */
  private static Missed firstSeen(Instant now) {
    return new Missed(List.of(), now, List.of(), Optional.of(now));
  }

  private static Missed since(JobDefinition definition, Instant cursor, Instant now) {
    Instant recent = now.minus(A_LITTLE_LATE);
    Instant from = recent.isAfter(cursor) ? recent : cursor;
    CatchUpPlan plan = CatchUpPlan.plan(definition.grid(), cursor, from, definition.catchUp());
    List<SkippedRange> skipped =
        plan.skipped().stream()
            .map(range -> range(TriggerName.of(definition.name()), range))
            .toList();
    Optional<Instant> moved = skipped.stream().map(SkippedRange::to).max(Instant::compareTo);
    return new Missed(plan.run(), from, skipped, moved);
  }

  private static SkippedRange range(TriggerName trigger, CatchUpPlan.SkippedRange range) {
    SkipReason reason =
        switch (range.reason()) {
          case MISSED -> SkipReason.MISSED;
          case WINDOW -> SkipReason.WINDOW;
          case LIMIT -> SkipReason.LIMIT;
        };
    return new SkippedRange(
        trigger, range.first(), range.last(), range.count().slots(), range.count().exact(), reason);
  }

  Optional<Skipped> record(JobName job) {
    return cursor.map(
        last -> new Skipped(job, TriggerName.of(job), PlannedJob.EDITION, skipped, last));
  }
}
