package dev.tenure.node;

import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.RunLedger;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.runlog.RunLogs;
import java.time.Instant;
import java.util.Set;

/**
 * Lets the logs of runs go that the ledger has forgotten: at once what it forgets while this node
 * looks, and at a start those of jobs that it has forgotten altogether. Called on the ledger's
 * loop.
 */
final class LogRetention implements JobChangeListener {

  private final GroupName group;
  private final RunLogs logs;

  LogRetention(GroupName group, RunLogs logs) {
    this.group = group;
    this.logs = logs;
  }

  /**
   * From now on; and what was forgotten before, once the ledger is read.
   *
   * @param started when this node's process began to run anything, or earlier
   */
  static void begin(GroupName group, RunLogs logs, RunLedger ledger, Instant started) {
    ledger.onChange(new LogRetention(group, logs));
    ledger
        .follow()
        .thenCompose(done -> ledger.problems())
        .thenAccept(
            problems -> {
              // A state that cannot be read is not one that was forgotten.
              if (problems.isEmpty()) {
                logs.know(group, Set.copyOf(ledger.states().keySet()), started);
              }
            });
  }

  @Override
  public void onChange(JobName job, JobState before, JobState after) {
    if (after.equals(JobState.NONE)) {
      logs.forget(group, job, Instant.now());
    } else {
      after.droppedSince(before).ifPresent(upTo -> logs.forget(group, job, upTo));
    }
  }
}
