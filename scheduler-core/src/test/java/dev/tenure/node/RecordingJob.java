package dev.tenure.node;

import dev.tenure.job.RunContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Writes down each run, for the tests of this package, which all run in one JVM. */
public final class RecordingJob implements Job {

  static final List<Seen> RUNS = new CopyOnWriteArrayList<>();

  /** One run, as the job saw it. */
  record Seen(String channel, String node, long term, String run) {}

  private String channel = "";

  /** Tells the tests apart. */
  public void setChannel(String channel) {
    this.channel = channel;
  }

  @Override
  public void execute(JobExecutionContext context) {
    RunContext run = RunContext.of(context);
    RUNS.add(new Seen(channel, run.node(), run.term(), run.runId()));
  }

  static List<Seen> of(String channel) {
    return RUNS.stream().filter(run -> run.channel().equals(channel)).toList();
  }
}
