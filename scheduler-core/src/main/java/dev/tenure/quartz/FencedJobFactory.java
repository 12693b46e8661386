package dev.tenure.quartz;

import org.quartz.Job;
import org.quartz.Scheduler;
import org.quartz.spi.JobFactory;
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

  FencedJobFactory(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) {
    if (bundle.getTrigger() instanceof GridTrigger trigger && trigger.run().isPresent()) {
      return new FencedRun(trigger.run().get(), trigger.job().definition(), desk);
    }
    return context ->
        log.error("{} fired without a claim and is not started", bundle.getTrigger().getKey());
  }
}
