package dev.tenure.job;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;

/**
 * What Tenure tells a running job, and what the job can tell Tenure.
 *
 * <pre>{@code
 * public void execute(JobExecutionContext context) {
 *   RunContext run = RunContext.of(context);
 *   files.write("report.csv", rows, run.term()); // the store refuses a smaller term than it has seen
 *   run.progress(50, "written, now mailing");
 * }
 * }</pre>
 *
 * <p>The same facts lie in the context under the keys below, as values of JDK types. A plug-in that
 * compiles against the Quartz API alone reads them with {@link JobExecutionContext#get}:
 *
 * <table>
 * <caption>Entries of the context</caption>
 * <tr><th>key</th><th>type</th><th>meaning</th></tr>
 * <tr><td>{@value #RUN}</td><td>{@code String}</td><td>{@link #runId()}</td></tr>
 * <tr><td>{@value #TERM}</td><td>{@code Long}</td><td>{@link #term()}</td></tr>
 * <tr><td>{@value #SLOT}</td><td>{@code Instant}</td><td>{@link #slot()}</td></tr>
 * <tr><td>{@value #ATTEMPT}</td><td>{@code Integer}</td><td>{@link #attempt()}</td></tr>
 * <tr><td>{@value #NODE}</td><td>{@code String}</td><td>{@link #node()}</td></tr>
 * <tr><td>{@value #GROUP}</td><td>{@code String}</td><td>{@link #group()}</td></tr>
 * <tr><td>{@value #JOB}</td><td>{@code String}</td><td>{@link #job()}</td></tr>
 * <tr><td>{@value #PROGRESS}</td><td>{@code BiConsumer<Integer, String>}</td>
 *     <td>{@link #progress(int, String)}</td></tr>
 * <tr><td>{@value #LOG}</td><td>{@code Consumer<String>}</td><td>{@link #log(String)}</td></tr>
 * </table>
 *
 * <p>The context itself is a plain map: read it, and call {@link #of}, on the thread that runs the
 * job. A {@code RunContext}, and the two consumers, may then be used from any thread.
 */
public final class RunContext {

  /** Key of the run's id, a {@code String}. */
  public static final String RUN = "tenure.run";

  /** Key of the fencing token, a {@code Long}. */
  public static final String TERM = "tenure.term";

  /** Key of the scheduled instant, an {@code Instant}. */
  public static final String SLOT = "tenure.slot";

  /** Key of the attempt's number, an {@code Integer}. */
  public static final String ATTEMPT = "tenure.attempt";

  /** Key of the node's name, a {@code String}. */
  public static final String NODE = "tenure.node";

  /** Key of the group's name, a {@code String}. */
  public static final String GROUP = "tenure.group";

  /** Key of the job's name, a {@code String}. */
  public static final String JOB = "tenure.job";

  /** Key of the receiver of progress, a {@code BiConsumer<Integer, String>}. */
  public static final String PROGRESS = "tenure.progress";

  /** Key of the receiver of lines for the run's log, a {@code Consumer<String>}. */
  public static final String LOG = "tenure.log";

  private final RunFacts facts;
  private final BiConsumer<Integer, String> progress;
  private final Consumer<String> log;

  private RunContext(RunFacts facts, BiConsumer<Integer, String> progress, Consumer<String> log) {
    this.facts = facts;
    this.progress = progress;
    this.log = log;
  }

  /**
   * The run that this context belongs to.
   *
   * @throws IllegalStateException if the job does not run under Tenure
   */
  public static RunContext of(JobExecutionContext context) {
    return find(context)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this job does not run under Tenure: its JobExecutionContext has no entry "
                        + TERM
                        + "; use RunContext.find for a job that must also run under plain Quartz"));
  }

  /** The run that this context belongs to, or empty if the job does not run under Tenure. */
  public static Optional<RunContext> find(JobExecutionContext context) {
    if (entry(context, TERM) == null) {
      return Optional.empty();
    }
    RunFacts facts =
        new RunFacts(
            require(context, RUN, String.class),
            require(context, TERM, Long.class),
            require(context, SLOT, Instant.class),
            require(context, ATTEMPT, Integer.class),
            require(context, NODE, String.class),
            require(context, GROUP, String.class),
            require(context, JOB, String.class));
    @SuppressWarnings("unchecked") // install puts it there, with these type arguments
    BiConsumer<Integer, String> progress = require(context, PROGRESS, BiConsumer.class);
    @SuppressWarnings("unchecked") // as above
    Consumer<String> log = require(context, LOG, Consumer.class);
    return Optional.of(new RunContext(facts, progress, log));
  }

  /**
   * Writes the entries into the context of a run that is about to begin. For the runtime, and for
   * tests of jobs. Call it on the thread that will run the job, before {@code execute}.
   *
   * @param progress receives a percentage from 0 to 100 and a message; called from any thread, must
   *     be quick and must not throw
   * @param log receives lines for the run's log; as {@code progress}
   * @return the view that {@link #of} would give
   */
  public static RunContext install(
      JobExecutionContext context,
      RunFacts facts,
      BiConsumer<Integer, String> progress,
      Consumer<String> log) {
    BiConsumer<Integer, String> checked =
        (percent, message) -> progress.accept(requirePercent(percent), message);
    context.put(RUN, facts.runId());
    context.put(TERM, facts.term());
    context.put(SLOT, facts.slot());
    context.put(ATTEMPT, facts.attempt());
    context.put(NODE, facts.node());
    context.put(GROUP, facts.group());
    context.put(JOB, facts.job());
    context.put(PROGRESS, checked);
    context.put(LOG, log);
    return new RunContext(facts, checked, log);
  }

  /** As above, for tests of jobs whose log does not matter. */
  public static RunContext install(
      JobExecutionContext context, RunFacts facts, BiConsumer<Integer, String> progress) {
    return install(context, facts, progress, line -> {});
  }

  /**
   * Names this attempt in the ledger, the logs and the HTTP interface. Group, job and slot together
   * name what all attempts have in common.
   */
  public String runId() {
    return facts.runId();
  }

  /**
   * The fencing token: it rises with each change of leader and is the same for all runs of one
   * leader. Hand it to every system that the job writes to, and let that system refuse a smaller
   * token than the greatest one that it has seen; then a run that was cut off and does not know it
   * yet can no longer do harm.
   */
  public long term() {
    return facts.term();
  }

  /** The scheduled instant that this run is for; not the instant at which it began. */
  public Instant slot() {
    return facts.slot();
  }

  /** 1 for the first try, 2 for the first retry. */
  public int attempt() {
    return facts.attempt();
  }

  /** The node that runs the job. */
  public String node() {
    return facts.node();
  }

  /** The group of the job. */
  public String group() {
    return facts.group();
  }

  /** The name of the job in its group. */
  public String job() {
    return facts.job();
  }

  /**
   * Tells how far the run is. Cheap: of calls in quick succession the cluster is shown the latest.
   * Never blocks; any thread.
   *
   * @param percent 0 to 100
   * @param message a few words for a person; may be empty
   * @throws IllegalArgumentException if the percentage is out of range
   */
  public void progress(int percent, String message) {
    progress.accept(percent, message);
  }

  /**
   * Prints a line, or several, into the run's log, which the page and {@code tenure logs} show; not
   * into the node's own. For output of programs and the like: what the job logs through slf4j is in
   * the run's log anyway. Bounded; of too much, the middle is left out. Never blocks; any thread.
   */
  public void log(String line) {
    log.accept(line);
  }

  private static int requirePercent(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("progress must be 0 to 100 percent, is " + percent);
    }
    return percent;
  }

  private static <T> T require(JobExecutionContext context, String key, Class<T> type) {
    Object value = entry(context, key);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "entry "
              + key
              + " of the JobExecutionContext must be of "
              + type.getName()
              + ", is "
              + (value == null ? "absent" : "of " + value.getClass().getName())
              + "; a job or listener has overwritten it");
    }
    return type.cast(value);
  }

  private static @Nullable Object entry(JobExecutionContext context, String key) {
    return context.get(key);
  }
}
