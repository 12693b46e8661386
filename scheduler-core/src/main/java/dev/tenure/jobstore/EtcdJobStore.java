package dev.tenure.jobstore;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.GuestJobStore;
import dev.tenure.quartz.StandbyReason;
import dev.tenure.quartz.StartResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.SchedulerConfigException;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.SchedulerSignaler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job store for Quartz on etcd, to be named in {@code quartz.properties}:
 *
 * <pre>
 * org.quartz.jobStore.class = dev.tenure.jobstore.EtcdJobStore
 * org.quartz.jobStore.endpoints = http://127.0.0.1:2379
 * </pre>
 *
 * <p>Every JVM calls {@code start()}; of those whose schedulers have the same name one is elected
 * and fires, and the API of Quartz works the same on all of them. {@code
 * docs/migration-from-jdbc.md} has all properties. Quartz's own thread pool and job factory run the
 * jobs.
 *
 * <p>Quartz makes the store and calls it; thread-safe from then on.
 */
public final class EtcdJobStore extends GuestJobStore {

  private static final Logger log = LoggerFactory.getLogger(EtcdJobStore.class);

  /** How long jobs that were told to stop are waited for. */
  private static final Duration STOP_BUDGET = Duration.ofMillis(500);

  private final StoreProperties properties = new StoreProperties();

  /** What there is from the start of the scheduler to its end. */
  private record Open(Cluster cluster, Candidacy candidacy, Duration grace) {}

  private volatile @Nullable Open opened;

  /** A store that knows nothing yet; Quartz sets its properties and initializes it. */
  public EtcdJobStore() {}

  /** Client URLs of etcd's members, with commas between them. */
  public void setEndpoints(String urls) {
    properties.set("endpoints", urls);
  }

  /** The prefix of all keys. */
  public void setRoot(String prefix) {
    properties.set("root", prefix);
  }

  /** The group whose schedulers share jobs and leader; else the scheduler's name. */
  public void setGroup(String name) {
    properties.set("group", name);
  }

  /** How this JVM signs what it writes; else the scheduler's instance id. */
  public void setNodeName(String name) {
    properties.set("nodeName", name);
  }

  /** How long a dead leader's place is kept, such as {@code 5s}. */
  public void setSessionTtl(String duration) {
    properties.set("sessionTtl", duration);
  }

  /** A user of etcd. */
  public void setUser(String name) {
    properties.set("user", name);
  }

  /** A file that holds the user's password and nothing else. */
  public void setPasswordFile(String file) {
    properties.set("passwordFile", file);
  }

  /** A PEM file with the authorities that may sign etcd's certificate. */
  public void setTlsCa(String file) {
    properties.set("tlsCa", file);
  }

  /** A PEM file with this JVM's certificate. */
  public void setTlsCert(String file) {
    properties.set("tlsCert", file);
  }

  /** A PEM file with the certificate's key. */
  public void setTlsKey(String file) {
    properties.set("tlsKey", file);
  }

  /** How long one call of etcd may take. */
  public void setCallTimeout(String duration) {
    properties.set("callTimeout", duration);
  }

  /** How long {@link #initialize} waits for etcd. */
  public void setStartTimeout(String duration) {
    properties.set("startTimeout", duration);
  }

  /** How long running jobs may go on when the leadership is handed over. */
  public void setGrace(String duration) {
    properties.set("grace", duration);
  }

  /** How long after it was fired a run may begin, for the sake of slow listeners. */
  public void setBeginTimeout(String duration) {
    properties.set("beginTimeout", duration);
  }

  /** How many missed slots are run in a second at most. */
  public void setCatchUpRate(String number) {
    properties.set("catchUpRate", number);
  }

  @Override
  public void setInstanceId(String schedInstId) {
    properties.instanceId(schedInstId);
  }

  @Override
  public void setInstanceName(String schedName) {
    properties.schedulerName(schedName);
  }

  /** Connects, and reads what is defined. Blocks for at most the start timeout. */
  @Override
  public void initialize(ClassLoadHelper loadHelper, SchedulerSignaler schedulerSignaler)
      throws SchedulerConfigException {
    super.initialize(loadHelper, schedulerSignaler);
    StoreSettings settings = properties.settings();
    Cluster cluster = Cluster.open(settings);
    ClassSource classes = type -> loadHelper.loadClass(type, Job.class);
    AtomicReference<Election> election = new AtomicReference<>();
    StoreLog words =
        new StoreLog(settings.group(), leadership -> fenced(election.get(), leadership));
    open(
        new Settings(
            settings.group(),
            settings.node(),
            settings.grace(),
            STOP_BUDGET,
            settings.beginTimeout(),
            settings.catchUpRate()),
        cluster.truth(classes),
        words);
    Election opening =
        cluster
            .elections()
            .open(new ElectionName(settings.layout().election(settings.group())), new Work());
    election.set(opening);
    opening.states(words::state);
    Duration drain = settings.grace().plus(STOP_BUDGET.multipliedBy(4));
    opened =
        new Open(cluster, new Candidacy(opening, settings.node().value(), drain), settings.grace());
    log.info(
        "job store of group {} on {} at {}, as node {}",
        settings.group(),
        settings.layout().root(),
        settings.etcd().endpoints(),
        settings.node());
  }

  private static void fenced(@Nullable Election election, Leadership leadership) {
    if (election != null) {
      election.fenced(leadership);
    }
  }

  /** The scheduler is started: this JVM stands for election from now on. */
  @Override
  public void schedulerStarted() {
    Open known = opened;
    if (known != null) {
      known.candidacy().stand();
    }
  }

  @Override
  public void schedulerResumed() {
    schedulerStarted();
  }

  /**
   * Nothing begins any more when this returns. The leadership is given to another JVM once running
   * jobs have ended, at the latest after the grace.
   */
  @Override
  public void schedulerPaused() {
    shutEntrance(STOP_BUDGET);
    Open known = opened;
    if (known != null) {
      known.candidacy().resign();
    }
  }

  /** Ends everything; jobs that still run are told to stop. */
  @Override
  public void shutdown() {
    Open known = opened;
    if (known != null) {
      opened = null;
      known.cluster().elections().close();
      end();
      known.cluster().close();
    }
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      StartResult result = lead(leadership);
      if (result instanceof StartResult.Started started) {
        log.info(
            "this node leads in term {}: {} jobs, {} runs lost, {} triggers overdue",
            started.term(),
            started.jobs(),
            started.lost(),
            started.overdue());
      } else if (result instanceof StartResult.Aborted aborted && leadership.held()) {
        throw new IllegalStateException(aborted.reason());
      }
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      log.info(
          "this node leads no more after term {}: {}",
          leadership.term(),
          reason == StopReason.LOST ? "its session is lost" : "handed over");
      standDown(reason == StopReason.LOST ? StandbyReason.SESSION_LOST : StandbyReason.RESIGN);
    }
  }
}
