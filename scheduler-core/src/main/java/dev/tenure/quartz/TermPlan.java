package dev.tenure.quartz;

import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.KeptData;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.TakeoverResult;
import dev.tenure.model.JobName;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a term begins with: for each job the missed slots that are run and those that are not, found
 * from the ledger's cursor and never from what this node happens to remember.
 *
 * @param jobs the jobs that are scheduled
 * @param skipped what is to be recorded before anything fires
 */
record TermPlan(List<PlannedJob> jobs, List<Skipped> skipped) {

  static TermPlan of(
      List<JobDefinition> definitions,
      TakeoverResult.TakenOver ledger,
      Term term,
      Instant now,
      Consumer<Skipped> overlaps) {
    List<PlannedJob> jobs = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (JobDefinition definition : definitions) {
      JobName name = definition.name();
      if (ledger.unreadable().containsKey(name)) {
        continue;
      }
      JobState state = ledger.states().getOrDefault(name, JobState.NONE);
      Missed missed = Missed.of(definition, cursor(name, state), now);
      missed.record(name).ifPresent(skipped::add);
      jobs.add(
          new PlannedJob(
              definition,
              term,
              new PlannedJob.Start(missed.run(), missed.from(), kept(definition, state)),
              overlaps));
    }
    return new TermPlan(jobs, skipped);
  }

  private static Map<String, Object> kept(JobDefinition definition, JobState state) {
    return definition.keepsData() ? state.data().map(KeptData::values).orElse(Map.of()) : Map.of();
  }

  private static Optional<Instant> cursor(JobName job, JobState state) {
    return state.cursor(TriggerName.of(job), PlannedJob.EDITION).map(Cursor::slot);
  }

  int caughtUp() {
    return jobs.stream().mapToInt(PlannedJob::caughtUp).sum();
  }

  long passedOver() {
    return skipped.stream()
        .flatMap(one -> one.ranges().stream())
        .mapToLong(range -> range.count())
        .sum();
  }
}
