package dev.tenure.examples;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes one line to the log. Data: {@code message}, {@code level} (default {@code info}). */
public final class LogJob implements Job {

  private static final Logger log = LoggerFactory.getLogger(LogJob.class);

  private String message = "tick";
  private Level level = Level.INFO;

  /** What to write. */
  public void setMessage(String message) {
    this.message = message;
  }

  /** {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}. */
  public void setLevel(Level level) {
    this.level = level;
  }

  @Override
  public void execute(JobExecutionContext context) {
    log.atLevel(level).log("{}: {}", context.getJobDetail().getKey(), message);
    context.setResult(message);
  }
}
