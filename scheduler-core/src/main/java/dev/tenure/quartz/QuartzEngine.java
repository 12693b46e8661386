package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.model.JobName;
import dev.tenure.runlog.RunLogs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
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

  /** How long a change through Quartz's API may take. */
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(15);

  private final EngineSettings settings;
  private final FireSide fire;
  private final QuartzInstance quartz;
  private final TermCycle cycle;

  private QuartzEngine(
      EngineSettings settings,
      GroupTruth truth,
      JobMaker maker,
      RunListener listener,
      HandOverRule rule,
      RunLogs logs) {
    this.settings = settings;
    RunnableTypes types = new RunnableTypes(truth.classes());
    DefinitionSide definitions =
        DefinitionSide.of(
            new DefinitionSide.Sources(
                truth.definitions(),
                truth.ledger()::states,
                settings.group().value(),
                truth.classes(),
                types::forbidsOverlap,
                settings.node(),
                CHANGE_LIMIT),
            truth.clock(),
            job -> log.debug("job {} went with its last trigger", job));
    fire =
        new FireSide(
            new FireSide.Sources(
                settings.group(),
                settings.node(),
                truth.definitions(),
                truth.ledger(),
                truth.classes(),
                listener,
                settings.timeoutGrace(),
                settings.catchUpRate(),
                truth.clock()),
            types,
            definitions);
    quartz =
        QuartzInstance.assemble(
            settings,
            new TenureJobStore(definitions, fire),
            new FencedJobFactory(fire.desk(), fire.book(), maker, logs));
    fire.freeBy(quartz::leaveBehind);
    fire.ownWorkers(quartz::free);
    cycle =
        new TermCycle(
            new TermCycle.Limits(settings.group(), settings.grace(), settings.stopBudget()),
            fire,
            truth.ledger(),
            quartz,
            rule);
  }

  /**
   * An engine that stands by. Its threads are Quartz's own, one for time-outs, one for what is due,
   * and workers while they have something to do; {@link #close} ends them.
   *
   * @param truth what is to be run and what was run, of the same group
   * @param maker builds the jobs
   * @param listener hears of runs
   * @param rule what becomes of runs when the term is handed over
   * @param logs keeps what runs print
   */
  public static QuartzEngine open(
      EngineSettings settings,
      GroupTruth truth,
      JobMaker maker,
      RunListener listener,
      HandOverRule rule,
      RunLogs logs) {
    return new QuartzEngine(settings, truth, maker, listener, rule, logs);
  }

  /** As above; a hand-over waits for runs, and what they print is dropped. */
  public static QuartzEngine open(
      EngineSettings settings, GroupTruth truth, JobMaker maker, RunListener listener) {
    return open(settings, truth, maker, listener, HandOverRule.WAIT, RunLogs.off());
  }

  /** What runs now, and what ended in this term. */
  public RunningRuns running() {
    return fire.running();
  }

  /** Jobs that are defined and cannot be run on this node, and why. Any thread; does not block. */
  public Map<JobName, String> notRunnable() {
    return fire.notRunnable();
  }

  /**
   * Takes the ledger over, plans the catch-up, and lets Quartz fire. Blocks until the gate is open,
   * or until the leadership ends, a stand-down is asked for, or the thread is interrupted.
   *
   * @throws IllegalStateException when the engine is closed, or has been started and not stood down
   */
  public StartResult start(Leadership newLeadership) {
    return cycle.start(newLeadership);
  }

  /**
   * The same, where something else is to have ended before the first slot is looked at: it goes on
   * while the ledger is taken over.
   *
   * @param prepared completes, normally and with a value, when that is so
   */
  public StartResult start(Leadership newLeadership, CompletionStage<?> prepared) {
    return cycle.start(newLeadership, prepared);
  }

  /**
   * Stops firing, then deals with the running jobs, in this order: the gate is shut (what was
   * claimed before begins, for the reasons that grant a grace), Quartz stands by. Runs in progress
   * are handed over with the term, and go on, where the reason grants a grace and there is a
   * session for that. Else they are interrupted (after the grace, for the reasons that grant one),
   * and their ends are recorded. Blocks until all that is done or its budgets are spent. Also fine
   * when nothing was started.
   */
  public StandbyReport standby(StandbyReason reason) {
    return cycle.standby(reason);
  }

  /**
   * Waits for the runs that were handed over, interrupts what is left of them after the grace, and
   * gives back the right to record their ends: for a node that goes down. Blocks until that is
   * done; at once when there are none.
   */
  public void finish(Duration grace) {
    cycle.finish(grace);
  }

  /**
   * Stands down if need be, and ends all threads except those of jobs that do not let themselves be
   * interrupted. Blocks within the budgets of a stand-down. Idempotent.
   */
  @Override
  public void close() {
    cycle.close(
        () -> {
          if (!quartz.close(settings.stopBudget())) {
            log.warn("group {}: closed, but not all of its threads have ended", settings.group());
          }
          fire.close();
        });
  }
}
