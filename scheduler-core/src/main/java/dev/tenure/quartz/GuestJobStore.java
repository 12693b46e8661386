package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our job store as a guest: in a Quartz scheduler that somebody else put together, with that
 * scheduler's own thread pool and job factory. A subclass opens the store of the cluster, and says
 * when this node leads.
 *
 * <p>Quartz registers a store that is a listener of jobs by itself. That is how the store has the
 * last word before a job's code begins, and learns how it ended.
 *
 * <p>Before {@link #open} every method of the store throws {@link IllegalStateException}.
 */
public abstract class GuestJobStore extends FencedJobStore implements JobListener {

  private static final Logger log = LoggerFactory.getLogger(GuestJobStore.class);

  /** Key in the context of a job: its run. */
  private static final String RUN = "dev.tenure.run";

  /** How long a change through Quartz's API may take. */
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(15);

  /**
   * What the store is told once.
   *
   * @param group the group whose jobs these are
   * @param node signs what this node writes
   * @param grace how long a stand-down that hands over waits for running jobs before it interrupts
   *     them
   * @param stopBudget how long it waits for jobs that were interrupted; also the time between the
   *     steps against a run that takes too long
   * @param beginTimeout how long after it was fired a run may begin; listeners may take that long
   * @param catchUpRate how many missed slots are run in a second at most; positive
   */
  public record Settings(
      GroupName group,
      NodeName node,
      Duration grace,
      Duration stopBudget,
      Duration beginTimeout,
      int catchUpRate) {}

  private record Parts(DefinitionSide definitions, FireSide fire, TermCycle cycle, LostRuns lost) {}

  private volatile @Nullable Parts parts;

  /** A store that is opened later. */
  protected GuestJobStore() {}

  /**
   * Puts the store together: from now on it can be read and changed, on every node. It fires
   * nothing before {@link #lead}.
   *
   * @param truth what is to be run and what was run; followed already
   * @param listener hears of runs
   */
  protected final void open(Settings settings, GroupTruth truth, RunListener listener) {
    RunnableTypes types = new RunnableTypes(truth.classes());
    DefinitionSide definitions =
        DefinitionSide.of(
            new DefinitionSide.Sources(
                truth.definitions(),
                truth.ledger()::states,
                Scheduler.DEFAULT_GROUP,
                truth.classes(),
                types::forbidsOverlap,
                settings.node(),
                CHANGE_LIMIT),
            truth.clock(),
            this::tellJobDeleted);
    FireSide fire =
        new FireSide(
            new FireSide.Sources(
                settings.group(),
                settings.node(),
                truth.definitions(),
                truth.ledger(),
                truth.classes(),
                listener,
                settings.stopBudget(),
                settings.catchUpRate(),
                truth.clock()),
            types,
            definitions);
    TermCycle cycle =
        new TermCycle(
            new TermCycle.Limits(settings.group(), settings.grace(), settings.stopBudget()),
            fire,
            truth.ledger(),
            TermCycle.Firing.GATE_ALONE,
            HandOverRule.WAIT);
    fire.wakeBy(this::wake);
    parts =
        new Parts(
            definitions,
            fire,
            cycle,
            LostRuns.watch(settings.group(), fire, settings.beginTimeout()));
  }

  /**
   * This node leads: takes over, and opens the gate. Blocks until then, or until the leadership
   * ends or a stand-down is asked for.
   */
  protected final StartResult lead(Leadership leadership) {
    return parts().cycle().start(leadership);
  }

  /** Stops firing and tells the running jobs; blocks as the settings say. */
  protected final StandbyReport standDown(StandbyReason reason) {
    return parts().cycle().standby(reason);
  }

  /** When this returns nothing begins any more; what was claimed before has begun. */
  protected final void shutEntrance(Duration wait) {
    Parts known = parts;
    if (known != null) {
      known.fire().gate().shutEntrance(wait);
    }
  }

  /** Stands down if need be, and ends the store's threads. Idempotent. */
  protected final void end() {
    Parts known = parts;
    if (known != null) {
      known
          .cycle()
          .close(
              () -> {
                known.lost().close();
                known.fire().close();
              });
    }
  }

  private Parts parts() {
    Parts known = parts;
    if (known == null) {
      throw new IllegalStateException("the job store is not open; the scheduler opens it first");
    }
    return known;
  }

  @Override
  final DefinitionSide side() {
    return parts().definitions();
  }

  @Override
  final FireSide fire() {
    return parts().fire();
  }

  @Override
  public final String getName() {
    return "dev.tenure.jobstore";
  }

  /**
   * The last look before the code begins. Throws when it may not, and then Quartz does not call it;
   * that is recorded by then.
   */
  @Override
  public final void jobToBeExecuted(JobExecutionContext context) {
    Optional<ActiveRun> begun = fire().book().begin(context, GuestJobStore::print);
    if (begun.isEmpty()) {
      throw new RunNotStartedException(
          "a run of job " + context.getJobDetail().getKey() + " is not started; see before");
    }
    begun.get().built(context.getJobInstance());
    context.put(RUN, begun.get());
  }

  /** An application keeps no logs of runs; it has its own. */
  private static void print(String line) {
    log.info("printed by a run: {}", line);
  }

  @Override
  public final void jobExecutionVetoed(JobExecutionContext context) {
    log.debug("a run of job {} was vetoed", context.getJobDetail().getKey());
  }

  @Override
  public final void jobWasExecuted(
      JobExecutionContext context, @Nullable JobExecutionException exception) {
    if (context.get(RUN) instanceof ActiveRun active) {
      fire().book().end(active, context, cause(exception));
    }
  }

  /** What the job threw, without what Quartz wrapped around it. */
  private static @Nullable Throwable cause(@Nullable JobExecutionException exception) {
    return exception != null
            && exception.getCause() instanceof SchedulerException wrapped
            && wrapped.getCause() != null
        ? wrapped.getCause()
        : exception;
  }
}
