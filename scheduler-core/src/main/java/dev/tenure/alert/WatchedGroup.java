package dev.tenure.alert;

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

/** A group as its alerts see it. Thread-safe; no method blocks. */
public interface WatchedGroup {

  /** Its name. */
  GroupName group();

  /** Whether this node may act as its leader at this moment. */
  boolean leads();

  /** The term of whoever leads it, as this node sees it; empty when nobody does. */
  OptionalLong leaderTerm();

  /** What is defined. */
  DefinitionView definitions();

  /** What is recorded of all jobs; a live view. */
  Map<JobName, JobState> states();

  /** All that is kept of a job's past. */
  CompletionStage<JobPast> past(JobName job);

  /** Whether the job has a slot after the instant that is run: it is neither paused nor over. */
  boolean expectsRun(JobName job, Instant after);

  /** Tells of every change of the ledger from now on, on its loop. */
  Subscription onChange(JobChangeListener listener);

  /** Tells of every change of the definitions from now on, on their loop. */
  Subscription onDefinitions(DefinitionListener listener);
}
