package dev.tenure.node;

import dev.tenure.alert.WatchedGroup;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.DefinitionView;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * A group of this node, for its alerts.
 *
 * @param runner the group
 */
record AlertedGroup(GroupRunner runner) implements WatchedGroup {

  private GroupFace face() {
    return runner.face();
  }

  @Override
  public GroupName group() {
    return face().group();
  }

  @Override
  public boolean leads() {
    return runner.leads();
  }

  @Override
  public OptionalLong leaderTerm() {
    return runner
        .leader()
        .map(leader -> OptionalLong.of(leader.term()))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public DefinitionView definitions() {
    return face().definitions();
  }

  @Override
  public Map<JobName, JobState> states() {
    return face().states();
  }

  @Override
  public CompletionStage<JobPast> past(JobName job) {
    return face().past(job);
  }

  @Override
  public boolean expectsRun(JobName job, Instant after) {
    return face().outlook().lines(job).stream()
        .anyMatch(line -> line.runs() && line.nextAfter(after).isPresent());
  }

  @Override
  public Subscription onChange(JobChangeListener listener) {
    return face().onChange(listener);
  }

  @Override
  public Subscription onDefinitions(DefinitionListener listener) {
    return face().onDefinitions(listener);
  }
}
