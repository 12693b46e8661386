package dev.tenure.verify;

import dev.tenure.ledger.Cursor;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ledger keeps of a job as facts; of their order only that an end follows its claim. */
final class LiveFacts {

  private final GroupName group;
  private final Leader leader;
  private final Set<Long> finishing;

  /**
   * Who led before the ledger was read.
   *
   * @param term zero when nobody did
   * @param since when the term began; for nobody, when it was certain that nobody does
   */
  record Leader(long term, Optional<String> node, Instant since) {}

  /**
   * Facts of a group.
   *
   * @param finishing terms that were handed over and whose nodes may still report how runs end
   */
  LiveFacts(GroupName group, Leader leader, Set<Long> finishing) {
    this.group = group;
    this.leader = leader;
    this.finishing = finishing;
  }

  List<Fact> of(JobName job, JobPast past) {
    Map<RunId, Instant> next = new HashMap<>();
    for (PendingAttempt attempt : past.state().pending()) {
      RunId run = attempt.run();
      RunId earlier =
          new RunId(run.group(), run.job(), run.trigger(), run.slotMillis(), run.attempt() - 1);
      next.put(earlier, attempt.due());
    }
    List<Fact> facts = new ArrayList<>();
    for (FinishedRun run : past.runs()) {
      facts.add(claimed(run.run()));
      long term = run.state() == EndState.LOST ? 0 : run.run().term().number();
      facts.add(
          new Fact.Ended(
              run.id(),
              run.state(),
              Optional.ofNullable(next.get(run.id())),
              new Stamp(0, term, run.run().node(), run.finished(), run.finished())));
    }
    for (OpenRun run : past.state().open()) {
      facts.add(claimed(run));
      if (isOver(run)) {
        facts.add(
            new Fact.Over(
                group,
                new Stamp(0, run.term().number(), run.node(), leader.since(), leader.since())));
      }
    }
    for (SkippedRange range : past.skipped()) {
      facts.add(passed(job, range.trigger(), List.of(range), range.to()));
    }
    past.state().cursors().forEach((trigger, cursor) -> facts.add(stands(job, trigger, cursor)));
    return facts;
  }

  private boolean isOver(OpenRun run) {
    long term = run.term().number();
    return (leader.term() == 0 || leader.term() > term) && !finishing.contains(term);
  }

  private static Fact claimed(OpenRun run) {
    boolean requested =
        run.kind() == RunKind.MANUAL || run.id().trigger().value().startsWith("manual~");
    return new Fact.Claimed(
        run.id(),
        run.kind(),
        "",
        requested,
        new Stamp(0, run.term().number(), run.node(), run.claimed(), run.claimed()));
  }

  private Fact stands(JobName job, TriggerName trigger, Cursor cursor) {
    return passed(job, trigger, List.of(), cursor.slot());
  }

  private Fact passed(JobName job, TriggerName trigger, List<SkippedRange> ranges, Instant cursor) {
    return new Fact.Passed(
        group, job, trigger, "", ranges, cursor, new Stamp(0, 0, "", cursor, cursor));
  }
}
