package dev.tenure.node;

import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.ledger.HistoryPage;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerSizes;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * One group as any node shows it, leader or not: what is defined, what was run, and what can be
 * asked of it. What is asked takes effect on the leader, and survives its end.
 *
 * <p>Thread-safe; no method blocks. Reads answer from memory, as of a moment ago. Stages never fail
 * for reasons of the store or the request: the {@link Asked} says what became of it. They complete
 * on an internal thread, so dependents that do more than hand over use the {@code …Async} forms.
 */
public final class GroupFace {

  private final GroupName group;
  private final Definitions definitions;
  private final RunLedger ledger;
  private final Clock clock;

  GroupFace(GroupName group, Definitions definitions, RunLedger ledger, Clock clock) {
    this.group = group;
    this.definitions = definitions;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The group. */
  public GroupName group() {
    return group;
  }

  /** What is defined. */
  public DefinitionView definitions() {
    return definitions.view();
  }

  /** What is recorded of the job; {@link JobState#NONE} for one that never ran. */
  public JobState state(JobName job) {
    return ledger.state(job).orElse(JobState.NONE);
  }

  /** What is recorded of all jobs, also of ones that are not defined any more; a live view. */
  public Map<JobName, JobState> states() {
    return ledger.states();
  }

  /**
   * A part of a job's past, read from etcd where it is not at hand.
   *
   * @param before {@link Long#MAX_VALUE} for the newest part, else {@link HistoryPage#next}
   * @param limit about how many runs
   */
  public CompletionStage<HistoryPage> history(JobName job, long before, int limit) {
    return ledger.history(job, before, limit);
  }

  /** How many bytes the group's ledger takes in etcd. Reads all of it: not for every minute. */
  public CompletionStage<LedgerSizes> ledgerSizes() {
    return ledger.sizes();
  }

  /** Tells of every change of the ledger from now on, on its loop. */
  public Subscription onChange(JobChangeListener listener) {
    return ledger.onChange(listener);
  }

  /**
   * Asks for one run of a job, apart from its slots.
   *
   * @param data given to this run, over the job's own data
   * @param who who asks, for people; may be empty
   */
  public CompletionStage<Asked> trigger(JobName job, Map<String, ?> data, String who) {
    if (definitions.view().job(job).isEmpty()) {
      return refused(unknown(job));
    }
    RunRequest request =
        RunRequest.of(
            definitions.ids().request(), job, new LinkedHashMap<>(data), who, clock.instant());
    RunId run = new RunId(group, job, request.trigger(), request.slot().toEpochMilli(), 1);
    return submit(request, new Asked.Run(run));
  }

  /** Stops the slots of all triggers of the job from being run, until it is resumed. */
  public CompletionStage<Asked> pause(JobName job) {
    return change(job, Changes::pauseTriggers, "job " + job + " is paused; runs in progress go on");
  }

  /** Lets the slots of the job's triggers be run again; what was missed is its catch-up's. */
  public CompletionStage<Asked> resume(JobName job) {
    return change(job, Changes::resumeTriggers, "job " + job + " is resumed");
  }

  /**
   * Asks for the interrupt of a run that is in progress.
   *
   * @param who who asks, for people; may be empty
   */
  public CompletionStage<Asked> interrupt(RunId run, String who) {
    if (!run.group().equals(group) || state(run.job()).openRun(run).isEmpty()) {
      return refused(new Asked.Refused(Asked.Reason.UNKNOWN, "no run " + run + " is in progress"));
    }
    Request request = new InterruptRequest(definitions.ids().request(), run, who, clock.instant());
    return submit(request, new Asked.Done("the leader is told to interrupt run " + run));
  }

  private CompletionStage<Asked> submit(Request request, Asked done) {
    return definitions.submit(request).thenApply(result -> Asked.of(result, done));
  }

  private CompletionStage<Asked> change(
      JobName job, BiFunction<Changes, List<TriggerName>, Change> change, String done) {
    if (definitions.view().job(job).isEmpty()) {
      return refused(unknown(job));
    }
    return definitions
        .decide(changes -> change.apply(changes, changes.view().triggersOf(job)))
        .thenApply(result -> Asked.of(result, new Asked.Done(done)));
  }

  private Asked.Refused unknown(JobName job) {
    return new Asked.Refused(
        Asked.Reason.UNKNOWN, "group " + group + " has no job " + job + "; see its job files");
  }

  private static CompletionStage<Asked> refused(Asked.Refused refused) {
    return CompletableFuture.completedFuture(refused);
  }
}
