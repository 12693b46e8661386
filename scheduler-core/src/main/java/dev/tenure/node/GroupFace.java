package dev.tenure.node;

import dev.tenure.definition.Actor;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.Definitions;
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
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.Outlook;
import dev.tenure.quartz.OverdueCount;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
  private final GroupRecords records;
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
    this.records = records;
    this.clock = clock;
    this.jobs = jobs;
    calendars = new GroupCalendars(records, jobs.zone());
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

  /** What was done to the group through interfaces. */
  public AuditTrail audit() {
    return records.audit();
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
   * What can be asked of the group.
   *
   * @param who who asks, for people; may be empty
   */
  public Asking by(String who) {
    return by(who, Optional.empty());
  }

  /**
   * The same for somebody who comes through an interface, whom the audit trail names.
   *
   * @param actor nothing is noted without one
   */
  public Asking by(String who, Optional<Actor> actor) {
    return new Asking(this, records, who, actor, clock);
  }
}
