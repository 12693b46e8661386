package dev.tenure.quartz;

import dev.tenure.definition.Definitions;
import dev.tenure.definition.Kept;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.WhenStuck;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.TakeoverResult;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of our job store that has to do with firing, put together: what is due, the gate, the
 * claims, the runs. One for a group on a node; a term is begun by {@link #start} and ended by
 * {@link #shut}.
 *
 * <p>{@code start} and {@code shut} block and are called by one thread at a time. Thread-safe
 * otherwise.
 */
final class FireSide implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FireSide.class);

  /**
   * Where its parts come from.
   *
   * @param definitions what is to be run; followed already
   * @param ledger what was run; used by this node alone
   * @param classes the classes of jobs
   * @param listener hears of runs
   * @param timeoutGrace between the steps against a run that takes too long
   * @param catchUpRate how many missed slots are run in a second at most
   * @param clock the wall clock that slots are judged by
   */
  record Sources(
      GroupName group,
      NodeName node,
      Definitions definitions,
      RunLedger ledger,
      ClassSource classes,
      RunListener listener,
      Duration timeoutGrace,
      int catchUpRate,
      Clock clock) {}

  private final Sources from;
  private final Gate gate = new Gate();
  private final ThreadEventLoop timers;
  private final ThreadEventLoop loop;
  private final InterruptThreads interrupts;
  private final RunningRuns running;
  private final EngineLedger writes;
  private final RunDesk desk;
  private final RunBook book;
  private final DueDesk due;
  private final RequestDesk requests;
  private final DueTriggers triggers;
  private final FireDesk fires;
  private final FinishedTriggers finished;
  private final FireEnds ends;
  private final DueFeed feed;
  private final GoneJobs gone;
  private volatile Consumer<Instant> signal = at -> {};
  private volatile Consumer<Thread> freed = thread -> {};

  FireSide(Sources from, RunnableTypes types, DefinitionSide definitions) {
    this.from = from;
    NanoClock nanos = NanoClock.system();
    QuartzNames names = definitions.standings().names();
    timers = new ThreadEventLoop("engine-" + from.group());
    loop = new ThreadEventLoop("due-" + from.group());
    interrupts = new InterruptThreads("interrupt-" + from.group());
    running = new RunningRuns(interrupts);
    writes = new EngineLedger(from.ledger(), from.listener());
    RunEnd ended = new RunEnd(new NextAttempt(() -> ThreadLocalRandom.current().nextDouble()));
    ClaimDesk claims = new ClaimDesk(writes, ended, from.clock(), nanos);
    ClaimedRuns claimed = new ClaimedRuns();
    due = new DueDesk(loop, from.clock(), board(types, definitions), from.catchUpRate());
    finished = new FinishedTriggers(from.definitions(), names, definitions.orphans());
    ends =
        new FireEnds(
            from.definitions(), finished, names, claimed, writes, due, from.clock(), nanos);
    desk =
        new RunDesk(
            from.node(),
            gate,
            claimed,
            writes,
            running,
            from.listener(),
            new TimeLimit(timers, running, from.timeoutGrace(), this::stuck),
            ended,
            ends::unschedule,
            from.clock());
    book = new RunBook(desk);
    FiredBundles bundles =
        new FiredBundles(
            from.group(),
            definitions.standings(),
            types,
            definitions.jobs(),
            definitions.triggers(),
            from.clock());
    triggers = new DueTriggers(due, names, from.clock());
    fires = new FireDesk(gate, claims, claimed, due, triggers, bundles);
    requests = new RequestDesk(from.definitions(), writes, running);
    gone = new GoneJobs(from.definitions(), from.ledger());
    feed = DueFeed.open(due, requests, from.definitions(), from.ledger(), from.clock());
  }

  private DueBoard board(RunnableTypes types, DefinitionSide definitions) {
    return new DueBoard(
        new BoardSources(
            from.definitions().view(),
            from.ledger()::states,
            definitions.grids()::of,
            definitions.standings()::isInPausedGroup,
            types,
            request -> from.ledger().scope().layout().request(from.group(), request.id())));
  }

  GoneJobs gone() {
    return gone;
  }

  /** What wakes the thread that acquires; the instant is when something falls due. */
  void wakeBy(Consumer<Instant> waker) {
    signal = waker;
  }

  /** What is done with the thread of a run whose place is given up. */
  void freeBy(Consumer<Thread> pool) {
    freed = pool;
  }

  RunDesk desk() {
    return desk;
  }

  /** Begins and ends runs. */
  RunBook book() {
    return book;
  }

  /** The runs that were handed to Quartz and have not begun. */
  ClaimedRuns claimed() {
    return desk.claimed();
  }

  RunningRuns running() {
    return running;
  }

  FireDesk fires() {
    return fires;
  }

  /** Workers are Tenure's own: they wait for slots, and so many of them are free. */
  void ownWorkers(IntSupplier free) {
    triggers.awaitedByWorkers();
    fires.placesBy(free);
  }

  FireEnds ends() {
    return ends;
  }

  Gate gate() {
    return gate;
  }

  EngineLedger writes() {
    return writes;
  }

  /** Jobs that are defined and cannot be run on this node, and why; as of a moment ago. */
  Map<JobName, String> notRunnable() {
    return due.notRunnable();
  }

  /**
   * Takes definitions and ledger over, plans what was missed, and opens the gate. Blocks until
   * then, or until the patience ends.
   */
  StartResult start(LedTerm led, Patience patience, CompletionStage<?> prepared) {
    Leadership leadership = led.leadership();
    long begun = System.nanoTime();
    CompletionStage<Boolean> defined = from.definitions().takeOver(leadership);
    Optional<TakeoverResult> takeover =
        patience.await(from.ledger().takeOver(leadership, this::isRerun, defined));
    if (takeover.isEmpty()) {
      return gaveUp(led);
    }
    if (takeover.get() instanceof TakeoverResult.NotTakenOver not) {
      return new StartResult.Aborted(not.reason());
    }
    TakeoverResult.TakenOver all = (TakeoverResult.TakenOver) takeover.get();
    long taken = System.nanoTime();
    if (patience.await(prepared).isEmpty()) {
      return gaveUp(led);
    }
    TermWork work =
        new TermWork(
            leadership, writes, finished, running, at -> signal.accept(at), this::tellSkipped);
    Optional<Integer> overdue = patience.await(due.lead(work));
    if (overdue.isEmpty() || !patience.goOn().getAsBoolean()) {
      due.standBy();
      return gaveUp(led);
    }
    log.debug(
        "group {}: definitions and ledger taken over in {} ms, board in {} ms",
        from.group(),
        TimeUnit.NANOSECONDS.toMillis(taken - begun),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - taken));
    running.newTerm();
    gate.open(leadership);
    requests.lead(leadership);
    signal.accept(Instant.MIN);
    return new StartResult.Started(
        leadership.term(),
        from.definitions().view().jobNames().size(),
        all.lost().size(),
        overdue.get());
  }

  private boolean isRerun(OpenRun run) {
    return from.definitions()
        .view()
        .job(run.id().job())
        .map(Kept::value)
        .filter(job -> job.onLeaderLoss() == OnLeaderLoss.RERUN)
        .isPresent();
  }

  private static StartResult gaveUp(LedTerm led) {
    return new StartResult.Aborted(
        led.isOver() ? "the leadership ended during the start" : "a stand-down was asked for");
  }

  /**
   * Shuts the gate; nothing is handed out any more. Blocks until nobody is inside.
   *
   * @return whether nobody is inside
   */
  boolean shut(Duration wait) {
    gate.shut(Duration.ZERO);
    fires.dropAhead();
    boolean empty = gate.shut(wait);
    requests.standBy();
    due.standBy();
    return empty;
  }

  private void stuck(ActiveRun run, String stack) {
    if (run.run().job().whenStuck() == WhenStuck.FREE) {
      book.giveUp(run, stack);
      freed.accept(run.thread());
    }
  }

  private void tellSkipped(Skipped skipped) {
    log.debug("job {} skips {}", skipped.job(), skipped.ranges());
    try {
      from.listener().onSkipped(skipped);
    } catch (RuntimeException e) {
      log.error("a run listener failed on skipped slots of job {}", skipped.job(), e);
    }
  }

  /** Ends its threads; the gate is shut by then. */
  @Override
  public void close() {
    feed.close();
    loop.close();
    interrupts.close();
    timers.close();
  }
}
