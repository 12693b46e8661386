package dev.tenure.quartz;

import dev.tenure.definition.Definitions;
import dev.tenure.definition.RunRequest;
import dev.tenure.model.JobName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.spi.OperableTrigger;

/**
 * Runs that somebody asks for through {@code Scheduler.triggerJob}. Quartz makes a trigger of it
 * that fires once and at once; here it is a request that whoever leads claims and removes in one
 * transaction, so that it is run once.
 */
final class ManualRuns {

  private static final String PREFIX = "MT_";
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Definitions definitions;
  private final StoreAnswers answers;
  private final String who;
  private final Clock clock;

  /**
   * Requests of one node.
   *
   * @param who the node, as it signs requests
   */
  ManualRuns(Definitions definitions, StoreAnswers answers, String who, Clock clock) {
    this.definitions = definitions;
    this.answers = answers;
    this.who = who;
    this.clock = clock;
  }

  /** Whether it is such a trigger. */
  @SuppressWarnings("JavaUtilDate") // what Quartz speaks
  boolean isManual(Trigger trigger) {
    return trigger.getKey().getName().startsWith(PREFIX)
        && trigger.getKey().getGroup().equals(Scheduler.DEFAULT_GROUP)
        && trigger.getCalendarName() == null
        && trigger instanceof SimpleTrigger simple
        && simple.getRepeatCount() == 0
        && trigger.getStartTime().getTime() <= clock.millis() + AT_ONCE.toMillis();
  }

  /** Blocks until the request is durable. */
  void request(OperableTrigger trigger) throws JobPersistenceException {
    try {
      JobName job = answers.names().name(trigger.getJobKey());
      if (definitions.view().job(job).isEmpty()) {
        throw new JobPersistenceException(
            "job " + trigger.getJobKey() + " is not there, so it cannot be run");
      }
      Map<String, Object> data =
          QuartzData.storable("the run of job " + trigger.getJobKey(), trigger.getJobDataMap());
      Instant now = clock.instant();
      answers.await(
          definitions.submit(RunRequest.of(definitions.ids().request(), job, data, who, now)));
    } catch (IllegalArgumentException e) {
      throw answers.refused(e);
    }
  }
}
