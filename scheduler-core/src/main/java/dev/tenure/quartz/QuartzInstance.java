package dev.tenure.quartz;

import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.StdJobRunShellFactory;
import org.quartz.impl.StdScheduler;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.ThreadExecutor;

/**
 * One Quartz scheduler, put together by hand: no properties, no repository of schedulers, no
 * management beans, nothing shared with another one in the same process.
 */
final class QuartzInstance implements TermCycle.Firing {

  private static final Duration IDLE_WAIT = Duration.ofSeconds(1);

  private final WorkerPool pool;
  private final SchedulerThread thread = new SchedulerThread();
  private final QuartzScheduler quartz;

  private QuartzInstance(QuartzSchedulerResources resources, WorkerPool pool)
      throws SchedulerException {
    this.pool = pool;
    resources.setThreadExecutor(thread);
    this.quartz = new QuartzScheduler(resources, IDLE_WAIT.toMillis(), -1);
  }

  /** A scheduler that stands by; its thread is there already. */
  static QuartzInstance assemble(
      EngineSettings settings, TenureJobStore store, FencedJobFactory factory) {
    String group = settings.group().value();
    WorkerPool pool = new WorkerPool("job-" + group, settings.threads());
    StdJobRunShellFactory shells = new StdJobRunShellFactory();
    QuartzSchedulerResources resources = new QuartzSchedulerResources();
    resources.setName(name(settings.group(), settings.node()));
    resources.setInstanceId(settings.node().value());
    resources.setThreadName("quartz-" + group);
    resources.setMakeSchedulerThreadDaemon(true);
    resources.setJobRunShellFactory(shells);
    resources.setThreadPool(pool);
    resources.setJobStore(store);
    resources.setMaxBatchSize(settings.batch());
    try {
      QuartzInstance instance = new QuartzInstance(resources, pool);
      Scheduler scheduler = new StdScheduler(instance.quartz);
      shells.initialize(scheduler);
      ClassLoadHelper loader = new CascadingClassLoadHelper();
      loader.initialize();
      store.initialize(loader, instance.quartz.getSchedulerSignaler());
      instance.quartz.setJobFactory(factory);
      instance.quartz.initialize();
      return instance;
    } catch (SchedulerException e) {
      throw new IllegalStateException(
          "Quartz cannot be set up for group " + group + "; this is a defect, please report it", e);
    }
  }

  private static String name(GroupName group, NodeName node) {
    return "tenure-" + group + "@" + node;
  }

  /** Lets a run's place be taken by another one although its thread goes on. */
  void leaveBehind(Thread worker) {
    pool.leaveBehind(worker);
  }

  /** How many runs could begin at this moment. */
  int free() {
    return pool.getPoolSize() - pool.busy();
  }

  @Override
  public void start() {
    try {
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start, it was shut down already", e);
    }
  }

  @Override
  public void standby() {
    quartz.standby();
  }

  /** Ends the threads; waits for them at most so long. */
  boolean close(Duration wait) {
    quartz.shutdown(false);
    try {
      return thread.join(wait) && pool.awaitTermination(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Keeps Quartz's thread in sight, so that its end can be waited for. */
  private static final class SchedulerThread implements ThreadExecutor {

    private volatile @Nullable Thread thread;

    @Override
    public void execute(Thread schedulerThread) {
      thread = schedulerThread;
      schedulerThread.start();
    }

    @Override
    public void initialize() {}

    boolean join(Duration wait) throws InterruptedException {
      Thread started = thread;
      if (started == null) {
        return true;
      }
      TimeUnit.NANOSECONDS.timedJoin(started, Math.max(1, wait.toNanos()));
      return !started.isAlive();
    }
  }
}
