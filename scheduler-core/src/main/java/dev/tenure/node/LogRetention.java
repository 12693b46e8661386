package dev.tenure.node;

import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.runlog.RunLogs;
import java.time.Instant;

/** Lets the logs of runs go that the ledger has forgotten. Called on the ledger's loop. */
final class LogRetention implements JobChangeListener {

  private final GroupName group;
  private final RunLogs logs;

  LogRetention(GroupName group, RunLogs logs) {
    this.group = group;
    this.logs = logs;
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
