package dev.tenure.node;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionState;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.Observation;
import dev.tenure.election.StopReason;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.EngineSettings;
import dev.tenure.quartz.GroupTruth;
import dev.tenure.quartz.HandOverRule;
import dev.tenure.quartz.JobMaker;
import dev.tenure.quartz.QuartzEngine;
import dev.tenure.quartz.RunListener;
import dev.tenure.quartz.RunView;
import dev.tenure.quartz.StandbyReason;
import dev.tenure.quartz.StartResult;
import dev.tenure.runlog.RunLogs;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One group on this node: stands for election, runs Quartz while it leads, proclaims what it does,
 * and watches who leads when it does not.
 *
 * <p>Thread-safe. What blocks (start and stop of Quartz) runs on the election's thread for work.
 */
final class GroupRunner implements AutoCloseable {

  /** How long a new leader lets its job files go before its first slot. */
  private static final Duration FILES_FIRST = Duration.ofSeconds(2);

  /**
   * How long who hands over leaves the store, and the processor, to its successor: a lease, a place
   * in the queue and a look at it cost as much as a take-over.
   */
  private static final Duration AFTER_YOU = Duration.ofMillis(500);

  private static final NanoClock NANOS = NanoClock.system();

  private final GroupName group;
  private final GroupLog words;
  private final EventLoop loop;
  private final EngineSettings settings;
  private final Proclamation self;
  private final Clock clock;
  private final GroupRecords records;
  private final FileDesk files;
  private final LedgerMeter ledgerMeter;
  private final AuditTrim auditTrim;
  private final QuartzEngine engine;
  private final Election election;
  private final Proclaimer proclaimer;
  private final HandOvers handOvers;
  private final GroupSight sight;
  private final GroupFace face;
  private final NodeMeter meter;

  private volatile Optional<Term> leading = Optional.empty();
  private volatile Optional<Proclamation.Finished> last = Optional.empty();

  /** What this node wants of the election. */
  private enum Part {
    /** It has yet to learn whether it may stand. */
    NOT_YET,
    /** It stands, and again after each end. */
    STANDS,
    /** It is drained, until that is undone. */
    ASIDE,
    /** It goes down. */
    LEAVES
  }

  private final AtomicReference<Part> part = new AtomicReference<>(Part.NOT_YET);

  /** The term that this node leads. */
  private record Term(Leadership leadership, Instant since) {}

  /**
   * One group.
   *
   * @param words what is said of it in the log
   * @param records what it is to run and has run; closed with this
   * @param files applies the job files while this node leads
   * @param jobs the jobs that programs define
   * @param auditTrim bounds the audit trail while this node leads
   * @param classes the job classes of this node
   * @param maker makes jobs of them
   * @param meter is told of what this node does in the group
   * @param rule what becomes of runs when the group is handed over
   * @param logs keeps what runs print
   */
  GroupRunner(
      EngineSettings settings,
      GroupLog words,
      GroupRecords records,
      FileDesk files,
      GroupJobs jobs,
      AuditTrim auditTrim,
      ClassSource classes,
      JobMaker maker,
      Elections elections,
      EventLoop loop,
      Proclamation self,
      NodeMeter meter,
      HandOverRule rule,
      RunLogs logs) {
    this.meter = meter;
    this.settings = settings;
    this.records = records;
    this.files = files;
    this.self = self;
    this.auditTrim = auditTrim;
    this.loop = loop;
    group = settings.group();
    this.words = words;
    ledgerMeter = new LedgerMeter(group, records.ledger(), loop);
    clock = Clock.systemUTC();
    engine =
        QuartzEngine.open(
            settings,
            new GroupTruth(records.definitions(), records.ledger(), classes, clock),
            maker,
            new Runs(),
            rule,
            logs);
    LogRetention.begin(group, logs, records.ledger(), clock.instant());
    election = elections.open(new ElectionName(records.layout().election(group)), new Work());
    proclaimer = new Proclaimer(election, loop);
    handOvers = new HandOvers(group, records.definitions(), this::resign);
    sight = new GroupSight(clock, () -> election.evictions().last());
    face = new GroupFace(records, jobs, classes, new Seen(), clock);
  }

  /** Follows the group from now on; stands for nothing before {@link #takePart}. */
  void start() {
    records.definitions().onChange(handOvers);
    records.follow();
    election.observe(this::onObservation);
    election.states(words::state);
  }

  /** Stands for election from now on, if it does not. */
  void takePart() {
    if (part.compareAndSet(Part.NOT_YET, Part.STANDS)
        || part.compareAndSet(Part.ASIDE, Part.STANDS)) {
      election.stand(self::toJson);
    }
  }

  /**
   * Hands over what it leads, as {@link #resign} does, and stands no more. Completes when the key
   * is given up.
   */
  CompletionStage<Void> standAside() {
    if (part.compareAndSet(Part.STANDS, Part.ASIDE)) {
      return election.resign(stopLimit());
    }
    part.compareAndSet(Part.NOT_YET, Part.ASIDE);
    return CompletableFuture.completedStage(null);
  }

  /**
   * Stops firing, gives up the leadership, and stands again a moment later; runs in progress go on
   * here, as far as the rule for hand-overs lets them. Completes when the key is given up.
   */
  CompletionStage<Void> resign() {
    return election.resign(stopLimit()).thenRun(() -> loop.schedule(AFTER_YOU, this::standAgain));
  }

  private void standAgain() {
    if (part.get() == Part.STANDS) {
      election.stand(self::toJson);
      if (part.get() == Part.ASIDE) {
        election.resign(stopLimit());
      }
    }
  }

  /**
   * Stops firing and gives up the leadership, for good; completes when the runs that were in
   * progress have ended, of themselves within the grace or interrupted after it.
   */
  CompletionStage<Void> drain(Duration grace) {
    part.set(Part.LEAVES);
    Deadline deadline = Deadline.after(NANOS.nanos(), grace);
    return election
        .closeAsync(stopLimit())
        .thenRunAsync(() -> engine.finish(deadline.left(NANOS.nanos())), this::onOwnThread);
  }

  private void onOwnThread(Runnable task) {
    Thread thread = new Thread(task, "drain-" + group);
    thread.setDaemon(true);
    thread.start();
  }

  private Duration stopLimit() {
    return settings.grace().plus(settings.stopBudget().multipliedBy(4));
  }

  @Override
  public void close() {
    part.set(Part.LEAVES);
    election.close();
    engine.close();
    records.close();
  }

  NodeStatus.Group status() {
    Optional<Proclamation> present = present();
    return new NodeStatus.Group(
        group,
        state(),
        records.definitions().view().jobNames().size(),
        present.map(Proclamation::running).orElse(0),
        present.map(Proclamation::finished).orElse(0L),
        sight.leader(),
        files.files().standing(records.definitions().view().applied()),
        engine.running().snapshot().stream().filter(RunView::stuck).map(RunView::id).toList(),
        engine.notRunnable(),
        ledgerMeter.bytes(),
        election.evictions());
  }

  private Optional<Proclamation> present() {
    return leading.isPresent() ? Optional.of(proclamation()) : sight.proclaimed();
  }

  /** What the group is to run and has run. */
  GroupRecords records() {
    return records;
  }

  /** The group as programs see it. */
  GroupFace face() {
    return face;
  }

  /** The job files say something new. */
  void filesChanged() {
    files.changed();
  }

  boolean leads() {
    return leading.filter(term -> term.leadership().held()).isPresent();
  }

  /** Who leads, as this node sees it. */
  Optional<NodeStatus.Leader> leader() {
    return sight.leader();
  }

  private NodeStatus.State state() {
    ElectionState state = election.state();
    if (state instanceof ElectionState.Leader) {
      return NodeStatus.State.LEADER;
    }
    return state instanceof ElectionState.Error
        ? NodeStatus.State.ERROR
        : NodeStatus.State.FOLLOWER;
  }

  private void onObservation(Observation observation) {
    if (sight.see(observation)) {
      words.led(sight.leader());
    }
  }

  private Proclamation proclamation() {
    return new Proclamation(
        self.node(),
        self.address(),
        self.pid(),
        self.version(),
        leading.map(Term::since),
        leading.map(term -> term.leadership().term().number()).orElse(0L),
        engine.running().count(),
        engine.running().snapshot().stream().map(GroupRunner::shown).toList(),
        engine.running().finished(),
        engine.running().failed(),
        last,
        self.lifeline());
  }

  private static Proclamation.Run shown(RunView run) {
    return new Proclamation.Run(
        run.id().job().value(),
        run.slot(),
        run.id().attempt(),
        run.started(),
        run.percent(),
        run.message());
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      last = Optional.empty();
      words.starting(leadership);
      meter.onLeading(group, leadership);
      leading = Optional.of(new Term(leadership, clock.instant()));
      handOvers.lead(leadership);
      StartResult result = engine.start(leadership, filesFirst(files.won(leadership)));
      words.started(leadership, result);
      if (result instanceof StartResult.Aborted aborted && leadership.held()) {
        throw new IllegalStateException(aborted.reason());
      }
      ledgerMeter.begin();
      auditTrim.begin(leadership);
      proclaimer.begin(leadership.term().number(), () -> proclamation().toJson());
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      files.over();
      handOvers.over();
      sight.because(leadership.term().number(), reason == StopReason.LOST ? "lost" : "handed over");
      words.stopping(leadership, reason);
      engine.standby(
          reason == StopReason.LOST
              ? StandbyReason.SESSION_LOST
              : part.get() == Part.LEAVES ? StandbyReason.DRAIN : StandbyReason.RESIGN);
      ledgerMeter.end();
      auditTrim.end();
      proclaimer.end();
      leading = Optional.empty();
    }
  }

  /** What this node knows of the group, for its face. */
  private final class Seen implements GroupFace.Present {
    @Override
    public NodeStatus.Group status() {
      return GroupRunner.this.status();
    }

    @Override
    public List<SeenTerm> terms() {
      return sight.terms();
    }

    @Override
    public GroupFace.Workers workers() {
      return new GroupFace.Workers(engine.running().count(), settings.threads());
    }

    @Override
    public List<Proclamation.Run> running() {
      return present().map(Proclamation::runs).orElse(List.of());
    }

    @Override
    public Subscription onLeader(Consumer<Optional<NodeStatus.Leader>> listener) {
      return sight.onLeader(listener);
    }
  }

  /**
   * What the files no longer say should not be run first; but thousands of jobs that are new, or a
   * store that writes nothing, do not hold up those that are defined.
   */
  private static CompletionStage<FilesApplied> filesFirst(CompletionStage<FilesApplied> applied) {
    return applied
        .toCompletableFuture()
        .completeOnTimeout(
            new FilesApplied.Failed("still under way"),
            FILES_FIRST.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private final class Runs implements RunListener {
    @Override
    public void onFirstClaim(Leadership leadership, int runs) {
      words.firstClaim(leadership, runs);
    }

    @Override
    public void onStarted(RunView run) {
      words.runStarted(run);
      proclaimer.changed();
    }

    @Override
    public void onProgress(RunView run) {
      proclaimer.changed();
    }

    @Override
    public void onFinished(RunView run, RunOutcome outcome) {
      words.runEnded(outcome);
      last =
          Optional.of(
              new Proclamation.Finished(
                  run.id().job().value(), run.slot(), outcome.state().name(), outcome.finished()));
      proclaimer.changed();
    }

    @Override
    public void onSkipped(Skipped skipped) {
      words.skipped(skipped);
    }

    @Override
    public void onFenced(Leadership leadership) {
      meter.onFenced(group);
      election.fenced(leadership);
    }
  }
}
