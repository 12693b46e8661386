package dev.tenure.node;

import dev.tenure.definition.Change;
import dev.tenure.definition.Changes;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
import dev.tenure.definition.HandOverRequest;
import dev.tenure.definition.InterruptRequest;
import dev.tenure.definition.Request;
import dev.tenure.definition.RunRequest;
import dev.tenure.ledger.HistoryPage;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerSizes;
import dev.tenure.ledger.RunFeed;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.Outlook;
import dev.tenure.quartz.OverdueCount;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  private final GroupJobs jobs;
  private final GroupCalendars calendars;
  private final Present present;
  private final Outlook outlook;
  private @Nullable OverdueCount overdue; // guarded by this; made when somebody asks

  /** What a node knows of a group beside its records. */
  interface Present {
    NodeStatus.Group status();

    List<SeenTerm> terms();

    Workers workers();

    List<Proclamation.Run> running();

    Subscription onLeader(Consumer<Optional<NodeStatus.Leader>> listener);
  }

  /**
   * The places for runs of the group on this node.
   *
   * @param busy how many are taken
   * @param places how many there are
   */
  public record Workers(int busy, int places) {}

  GroupFace(
      GroupRecords records, GroupJobs jobs, ClassSource classes, Present present, Clock clock) {
    group = records.group();
    definitions = records.definitions();
    ledger = records.ledger();
    this.clock = clock;
    this.jobs = jobs;
    calendars = new GroupCalendars(definitions, jobs.zone());
    this.present = present;
    outlook = new Outlook(group, definitions.view(), ledger::states, classes);
  }

  /** The group. */
  public GroupName group() {
    return group;
  }

  /** Where this node stands in the group, and what it knows of its leader. */
  public NodeStatus.Group status() {
    return present.status();
  }

  /** The last terms, as this node saw them since it started; the newest first. */
  public List<SeenTerm> terms() {
    return present.terms();
  }

  /** The places for runs of this group on this node, which are used while it leads. */
  public Workers workers() {
    return present.workers();
  }

  /** Runs in progress as the leader tells of them, at most a quarter of a second old; not all. */
  public List<Proclamation.Run> running() {
    return present.running();
  }

  /** Tells of each change of the leader from now on, on an internal thread; must not block. */
  public Subscription onLeader(Consumer<Optional<NodeStatus.Leader>> listener) {
    return present.onLeader(listener);
  }

  /** The jobs that programs define. */
  public GroupJobs jobs() {
    return jobs;
  }

  /** The calendars. */
  public GroupCalendars calendars() {
    return calendars;
  }

  /** What is to come, and what is overdue. */
  public Outlook outlook() {
    return outlook;
  }

  /**
   * How many triggers have a slot before the instant that should have been run. Costs what is due,
   * not what is defined, after the first time.
   */
  public int overdue(Instant before) {
    return overdueCount().count(before);
  }

  private synchronized OverdueCount overdueCount() {
    OverdueCount count = overdue;
    if (count == null) {
      count = new OverdueCount(outlook, definitions.view());
      definitions.onChange(count.ofDefinitions());
      ledger.onChange(count.ofLedger());
      overdue = count;
    }
    return count;
  }

  /** The store's revision up to which this node has read the ledger; zero before it has. */
  public long ledgerRevision() {
    return ledger.revision();
  }

  /** The same for the definitions. */
  public long definitionsRevision() {
    return definitions.revision();
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

  /** All that is kept of a job's past, read from etcd where it is not at hand. */
  public CompletionStage<JobPast> past(JobName job) {
    return ledger.past(job, state(job));
  }

  /** How many bytes the group's ledger takes in etcd. Reads all of it: not for every minute. */
  public CompletionStage<LedgerSizes> ledgerSizes() {
    return ledger.sizes();
  }

  /** Tells of every change of the ledger from now on, on its loop. */
  public Subscription onChange(JobChangeListener listener) {
    return ledger.onChange(listener);
  }

  /** Tells of runs as they begin and end, from now on, on the ledger's loop. */
  public Subscription onRuns(RunFeed.Listener listener) {
    return RunFeed.of(ledger, listener)::close;
  }

  /** Tells of every change of the definitions from now on, on their loop. */
  public Subscription onDefinitions(DefinitionListener listener) {
    return definitions.onChange(listener);
  }

  /**
   * Asks whoever leads to hand over to the next in line.
   *
   * @param who who asks, for people; may be empty
   */
  public CompletionStage<Asked> handOver(String who) {
    Optional<NodeStatus.Leader> leader = status().leader();
    if (leader.isEmpty() || leader.get().pid() == 0) {
      String what =
          leader
              .map(l -> l.node() + " leads, which is no node of Tenure; end it where it runs")
              .orElse("nobody leads; wait until somebody does");
      return refused(new Asked.Refused(Asked.Reason.NO_LEADER, "group " + group + ": " + what));
    }
    Request request =
        new HandOverRequest(definitions.ids().request(), leader.get().term(), who, clock.instant());
    return submit(
        request,
        new Asked.Done(
            "node "
                + leader.get().node()
                + ", which leads group "
                + group
                + ", is told to hand over"));
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
