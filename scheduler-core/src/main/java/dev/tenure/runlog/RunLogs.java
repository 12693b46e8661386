package dev.tenure.runlog;

import dev.tenure.config.RunLogsConfig;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The logs of the runs of one node. Thread-safe; only {@link #read} and {@link #close} block.
 *
 * <p>What a run prints or logs comes here in one of three ways: through its own {@link RunLog};
 * from a thread in whose logging context the run's id stands; from the thread between {@link
 * #enter} and {@link #leave} and those that it has started meanwhile.
 */
public final class RunLogs implements AutoCloseable {

  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  private final boolean enabled;
  private final LogLimits limits;
  private final Duration age;
  private final Backlog backlog = new Backlog();
  private final LogReader reader;
  private final LogSweep sweep;
  private final Clock clock;
  private final @Nullable Thread thread;

  private final Map<String, RunLog> active = new ConcurrentHashMap<>();

  @SuppressWarnings("ThreadLocalUsage") // of this node; there may be several in one JVM
  private final InheritableThreadLocal<@Nullable RunLog> own = new InheritableThreadLocal<>();

  private RunLogs(RunLogsConfig config, NodeName node, Clock clock) {
    this.clock = clock;
    enabled = config.enabled();
    limits = LogLimits.of(config);
    age = config.age();
    LogFiles files = new LogFiles(config.dir().resolve(node.value()));
    reader = new LogReader(files);
    sweep = new LogSweep(files, config);
    thread =
        enabled
            ? new Thread(
                new LogWriter(files, limits, backlog, sweep, this::written, clock), "run-logs")
            : null;
  }

  /** The logs of this node. Nothing is made in the file system before a run prints something. */
  public static RunLogs open(RunLogsConfig config, NodeName node) {
    return open(config, node, Clock.systemUTC());
  }

  static RunLogs open(RunLogsConfig config, NodeName node, Clock clock) {
    RunLogs logs = new RunLogs(config, node, clock);
    if (logs.thread != null) {
      logs.thread.setDaemon(true);
      logs.thread.start();
    }
    return logs;
  }

  /** No logs: whatever runs print is dropped. */
  public static RunLogs off() {
    RunLogsConfig nothing = new RunLogsConfig(false, Path.of(""), 0, 0, 0, Duration.ZERO);
    return new RunLogs(nothing, new NodeName("nobody"), Clock.systemUTC());
  }

  /** A log for a run that is about to begin. */
  public RunLog of(RunId id) {
    RunLog log = new RunLog(id, id.toString(), limits, backlog);
    if (!enabled) {
      log.end();
    }
    return log;
  }

  /** The code of the run begins, on this thread. */
  public void enter(RunLog log) {
    if (enabled) {
      active.put(log.name(), log);
      own.set(log);
    }
  }

  /** The code of the run has ended, on this thread. */
  public void leave(RunLog log) {
    if (enabled) {
      own.remove();
      if (log.end()) {
        backlog.offer(log);
      } else {
        written(log);
      }
    }
  }

  /** Nothing of it waits any more: only now whoever follows it may be told that it is over. */
  private void written(RunLog log) {
    active.remove(log.name(), log);
  }

  /**
   * The log that something belongs to which was logged on this thread.
   *
   * @param run the id of the run that stands in the thread's logging context, if one does
   */
  public Optional<RunLog> current(@Nullable String run) {
    RunLog named = run == null ? null : active.get(run);
    return Optional.ofNullable(named == null ? own.get() : named);
  }

  /**
   * A part of a run's log. Blocks while it is read from the disk.
   *
   * @param ended when the run ended, if it has
   */
  public LogPart read(RunId id, LogQuery query, Optional<Instant> ended) throws IOException {
    // Before the files are looked at: what is over now is in them. One that is not active may also
    // be about to begin.
    boolean over = ended.isPresent() && !active.containsKey(id.toString());
    if (!enabled) {
      return LogPart.without(LogPart.Standing.OFF, query, true);
    }
    Optional<List<LogReader.Numbered>> kept = reader.lines(id);
    if (kept.isEmpty()) {
      return LogPart.without(missing(ended), query, over);
    }
    List<LogReader.Numbered> all = kept.get();
    List<LogLine> lines = LogReader.select(all, query);
    if (lines.isEmpty()) {
      return LogPart.without(LogPart.Standing.KEPT, query, over);
    }
    long next = lines.get(lines.size() - 1).number();
    boolean more = next < all.get(all.size() - 1).number();
    return new LogPart(LogPart.Standing.KEPT, lines, next, more, over);
  }

  private LogPart.Standing missing(Optional<Instant> ended) {
    Instant whole = clock.instant().minus(age);
    Instant dropped = sweep.droppedUpTo();
    boolean gone = ended.filter(at -> at.isBefore(whole) || !at.isAfter(dropped)).isPresent();
    return gone ? LogPart.Standing.GONE : LogPart.Standing.EMPTY;
  }

  /** The ledger has forgotten the runs of the job that ended up to then: their logs may go. */
  public void forget(GroupName group, JobName job, Instant upTo) {
    if (enabled) {
      sweep.forget(group, job, upTo);
    }
  }

  /**
   * The logs of all other jobs of the group go: what the ledger forgot while no node looked.
   *
   * @param jobs all of which the ledger knew any run at that instant
   */
  public void know(GroupName group, Set<JobName> jobs, Instant at) {
    if (enabled) {
      sweep.know(group, jobs, at);
    }
  }

  /** Writes what waits, for a few seconds at most; what is printed from now on is lost. */
  @Override
  public void close() {
    RunLog nothing = of(RunId.of(new GroupName("none"), new JobName("none"), 0, 1));
    backlog.close(nothing);
    if (thread != null) {
      try {
        thread.join(LAST_WRITES.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
