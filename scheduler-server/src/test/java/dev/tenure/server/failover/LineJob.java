package dev.tenure.server.failover;

import dev.tenure.job.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** A plug-in's job that writes down, outside etcd, that it has started: one {@link Line}. */
public final class LineJob implements Job {

  private String file = "";

  /** Where to append the line. */
  public void setFile(String file) {
    this.file = file;
  }

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    RunContext run = RunContext.of(context);
    // Linux counts nanoTime from the start of the machine, so processes may compare it.
    String line =
        String.join(
            " ",
            run.job(),
            run.runId(),
            Long.toString(run.term()),
            run.node(),
            Long.toString(run.slot().toEpochMilli()),
            Integer.toString(run.attempt()),
            Long.toString(System.nanoTime()));
    try {
      // One write of a few bytes to a file opened for appending is not torn.
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new JobExecutionException(e);
    }
  }
}
