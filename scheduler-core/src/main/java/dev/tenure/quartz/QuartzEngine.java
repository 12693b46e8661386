package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.Skipped;
import dev.tenure.ledger.TakeoverResult;
import dev.tenure.ledger.WriteResult;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.quartz.JobPersistenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a group's jobs on this node while it leads: one Quartz scheduler behind a gate.
 *
 * <p>{@link #start} opens the gate with a leadership, {@link #standby} shuts it; both may follow
 * each other any number of times, always from the ledger's cursors. Nothing fires before a start or
 * after a stand-down has returned, nor once the leadership is not held any more, whoever notices
 * first.
 *
 * <p>{@code start}, {@code standby} and {@code close} block, so they are not called on an event
 * loop; they may be called from different threads, and a stand-down makes a start that is under way
 * give up. Everything else is thread-safe and returns at once.
 */
public final class QuartzEngine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QuartzEngine.class);

  private final EngineSettings settings;
  private final RunLedger ledger;
  private final EngineLedger writes;
  private final RunListener listener;
  private final Clock clock;
  private final NanoClock nanos = NanoClock.system();

  private final Gate gate = new Gate();
  private final ThreadEventLoop timers;
  private final InterruptThreads interrupts;
  private final RunningRuns running;
  private final TenureJobStore store;
  private final QuartzInstance quartz;

  /** Held for the whole of a start, a stand-down or a close. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  /** How many stand-downs were asked for; a start gives up when it changes. */
  private final AtomicInteger standbys = new AtomicInteger();

  /** Guarded by {@link #lifecycle}. */
  private @Nullable LedTerm leading;

  /** Guarded by {@link #lifecycle}. */
  private boolean closed;

  private QuartzEngine(
      EngineSettings settings,
      RunLedger ledger,
      JobMaker maker,
      RunListener listener,
      Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.listener = listener;
    this.clock = clock;
    timers = new ThreadEventLoop("engine-" + settings.group());
    interrupts = new InterruptThreads("interrupt-" + settings.group());
    running = new RunningRuns(interrupts);
    writes = new EngineLedger(ledger, listener);
    ClaimDesk claims = new ClaimDesk(writes, clock, nanos);
    store = new TenureJobStore(gate, claims, settings.group(), clock);
    RunDesk desk =
        new RunDesk(settings.node(), gate, claims, writes, running, maker, listener, timers, clock);
    quartz = QuartzInstance.assemble(settings, store, new FencedJobFactory(desk));
  }

  /**
   * An engine that stands by. Its threads are Quartz's own, one for time-outs, and workers while
   * they have something to do; {@link #close} ends them.
   *
   * @param ledger the ledger of the same group; used by this engine alone
   * @param maker builds the jobs
   * @param listener hears of runs
   * @param clock the wall clock that slots are judged by; the one that Quartz reads, except in
   *     tests
   */
  public static QuartzEngine open(
      EngineSettings settings,
      RunLedger ledger,
      JobMaker maker,
      RunListener listener,
      Clock clock) {
    return new QuartzEngine(settings, ledger, maker, listener, clock);
  }

  /** What runs now, and what ended in this term. */
  public RunningRuns running() {
    return running;
  }

  /**
   * Takes the ledger over, plans the catch-up, and lets Quartz fire. Blocks until the gate is open,
   * or until the leadership ends, a stand-down is asked for, or the thread is interrupted.
   *
   * @throws IllegalStateException when the engine is closed, or has been started and not stood down
   */
  public StartResult start(Leadership newLeadership) {
    int asked = standbys.get();
    lifecycle.lock();
    try {
      if (closed || leading != null) {
        throw new IllegalStateException(
            "the engine of group "
                + settings.group()
                + (closed ? " is closed" : " is started already; stand down first"));
      }
      LedTerm started = new LedTerm(newLeadership);
      Patience patience = new Patience(() -> !started.isOver() && standbys.get() == asked);
      StartResult result = start(started, patience);
      log.debug("group {}: {}", settings.group(), result);
      return result;
    } finally {
      lifecycle.unlock();
    }
  }

  private StartResult start(LedTerm led, Patience patience) {
    Leadership newLeadership = led.leadership();
    Optional<TakeoverResult> takeover = patience.await(ledger.takeOver(newLeadership));
    if (takeover.isEmpty()) {
      return gaveUp(led);
    }
    if (takeover.get() instanceof TakeoverResult.NotTakenOver not) {
      return new StartResult.Aborted(not.reason());
    }
    TakeoverResult.TakenOver taken = (TakeoverResult.TakenOver) takeover.get();
    TermPlan plan =
        TermPlan.of(
            settings.jobs(),
            taken,
            newLeadership.term(),
            clock.instant(),
            skipped -> recordOverlap(newLeadership, skipped));
    Optional<WriteResult> recorded =
        patience.await(writes.recordSkipped(newLeadership, plan.skipped()));
    if (!recorded.map(WriteResult.Written.class::isInstance).orElse(false)
        || !patience.goOn().getAsBoolean()) {
      return gaveUp(led);
    }
    plan.skipped().stream().filter(one -> !one.ranges().isEmpty()).forEach(this::tellSkipped);
    open(led, plan);
    return new StartResult.Started(
        newLeadership.term(),
        plan.jobs().size(),
        taken.lost().size(),
        plan.caughtUp(),
        plan.passedOver());
  }

  private void open(LedTerm led, TermPlan plan) {
    try {
      store.load(led.leadership().term(), plan.jobs());
    } catch (JobPersistenceException e) {
      throw new IllegalStateException("the jobs cannot be scheduled: " + e.getMessage(), e);
    }
    running.newTerm();
    leading = led;
    gate.open(led.leadership());
    quartz.start();
  }

  private static StartResult gaveUp(LedTerm led) {
    return new StartResult.Aborted(
        led.isOver() ? "the leadership ended during the start" : "a stand-down was asked for");
  }

  /**
   * Stops firing, then tells the running jobs, in this order: the gate is shut (what was claimed
   * before begins, for the reasons that grant a grace), Quartz stands by, running jobs are
   * interrupted (after the grace, for the reasons that grant one), their ends are recorded. Blocks
   * until all that is done or its budgets are spent. Also fine when nothing was started.
   */
  public StandbyReport standby(StandbyReason reason) {
    standbys.incrementAndGet();
    if (reason.grantsGrace()) {
      gate.shutEntrance(settings.stopBudget());
    }
    gate.shut(Duration.ZERO);
    lifecycle.lock();
    try {
      return closed ? new StandbyReport(List.of()) : standDown(reason);
    } finally {
      lifecycle.unlock();
    }
  }

  private StandbyReport standDown(StandbyReason reason) {
    LedTerm left = leading;
    if (!gate.shut(settings.stopBudget())) {
      log.warn("group {}: a claim is still under way; it will not be started", settings.group());
    }
    quartz.standby();
    if (left == null) {
      return new StandbyReport(running.snapshot());
    }
    leading = null;
    if (reason.grantsGrace()) {
      running.awaitNone(settings.grace(), () -> !left.isOver());
    }
    running.interruptAll(left.isOver() ? StandbyReason.SESSION_LOST.toString() : reason.toString());
    running.awaitNone(settings.stopBudget(), () -> true);
    awaitRecords(left.leadership());
    StandbyReport report = new StandbyReport(running.snapshot());
    report(reason, left.leadership(), report);
    return report;
  }

  /** Twice, because a claim that is granted late is handed back as another record. */
  private void awaitRecords(Leadership left) {
    Deadline deadline = Deadline.after(nanos.nanos(), settings.stopBudget());
    Patience patience = new Patience(() -> !deadline.passed(nanos.nanos()));
    patience.await(ledger.flush(left));
    patience.await(ledger.flush(left));
  }

  private void report(StandbyReason reason, Leadership left, StandbyReport report) {
    log.debug("group {}: stands by after term {}: {}", settings.group(), left.term(), reason);
    if (!report.stillRunning().isEmpty()) {
      log.warn(
          "group {}: {} runs were told to stop and still go on: {}",
          settings.group(),
          report.stillRunning().size(),
          report.stillRunning());
    }
  }

  private void recordOverlap(Leadership held, Skipped skipped) {
    writes.recordSkipped(held, List.of(skipped));
    tellSkipped(skipped);
  }

  private void tellSkipped(Skipped skipped) {
    log.debug("job {} skips {}", skipped.job(), skipped.ranges());
    try {
      listener.onSkipped(skipped);
    } catch (RuntimeException e) {
      log.error("a run listener failed on skipped slots of job {}", skipped.job(), e);
    }
  }

  /**
   * Stands down if need be, and ends all threads except those of jobs that do not let themselves be
   * interrupted. Blocks within the budgets of a stand-down. Idempotent.
   */
  @Override
  public void close() {
    standby(StandbyReason.CLOSE);
    lifecycle.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (!quartz.close(settings.stopBudget())) {
        log.warn("group {}: closed, but not all of its threads have ended", settings.group());
      }
      interrupts.close();
      timers.close();
    } finally {
      lifecycle.unlock();
    }
  }
}
