package dev.tenure.quartz;

import dev.tenure.runlog.RunLogs;
import org.quartz.Job;
import org.quartz.Scheduler;
import org.quartz.spi.JobFactory;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps what was claimed, on Quartz's own thread: quick, and without a line of the user's code. A
 * factory that throws would put the job's triggers into an error state for ever.
 */
final class FencedJobFactory implements JobFactory {

  private static final Logger log = LoggerFactory.getLogger(FencedJobFactory.class);

  private final RunDesk desk;
  private final RunBook book;
  private final JobMaker maker;
  private final RunLogs logs;

  FencedJobFactory(RunDesk desk, RunBook book, JobMaker maker, RunLogs logs) {
    this.desk = desk;
    this.book = book;
    this.maker = maker;
    this.logs = logs;
  }

  @Override
  public Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) {
    OperableTrigger trigger = bundle.getTrigger();
    return desk.claimed()
        .find(trigger.getFireInstanceId())
        .<Job>map(run -> new FencedRun(run, book, maker, desk, logs))
        .orElseGet(
            () ->
                context ->
                    log.error("{} fired without a claim and is not started", trigger.getKey()));
  }
}
