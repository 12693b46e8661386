package dev.tenure.server.chaos.workload;

import dev.tenure.definition.Concurrency;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.WhenStuck;
import dev.tenure.definition.Wording;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.IntervalUnit;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A job that a program defines, as one would by Quartz's interface.
 *
 * @param job the job
 * @param triggers its triggers; one or two
 * @param endless whether there are more slots of each of them whenever the trial ends
 */
public record ApiJob(JobSpec job, List<TriggerSpec> triggers, boolean endless) {

  public ApiJob {
    triggers = List.copyOf(triggers);
  }

  /** The job's name. */
  public String name() {
    return job.name().value();
  }

  /** The same, as if it were defined at that time: no slot before it counts. */
  ApiJob since(Instant instant) {
    return new ApiJob(
        job, triggers.stream().map(trigger -> trigger.withSince(instant)).toList(), endless);
  }

  static ApiJob draw(String name, Random random, Epoch epoch, Stage stage) {
    long period = (1 + random.nextInt(8)) * 1000L;
    Concurrency concurrency = random.nextInt(3) == 0 ? Concurrency.FORBID : Concurrency.ALLOW;
    // Two triggers of a job that forbids overlaps must leave each other room.
    Behaviour drawn = Behaviour.draw(random, period);
    Behaviour behaviour = concurrency == Concurrency.FORBID ? drawn.within(period / 5) : drawn;
    JobSpec job =
        new JobSpec(
            new JobName(name),
            behaviour.type(),
            true,
            random.nextBoolean() ? OnLeaderLoss.RERUN : OnLeaderLoss.LOSE,
            concurrency,
            Optional.empty(),
            WhenStuck.WAIT,
            Optional.empty(),
            JobSpec.DEFAULT_RETENTION,
            behaviour.data(stage),
            "",
            Optional.empty(),
            List.of(),
            dev.tenure.definition.Source.API,
            "",
            "",
            Optional.empty());
    List<TriggerSpec> triggers = new ArrayList<>();
    boolean endless = true;
    for (int i = 0; i <= random.nextInt(4) / 3; i++) {
      ScheduleSpec schedule = schedule(random, epoch, period);
      endless &=
          !(schedule instanceof ScheduleSpec.Repeat repeat)
              || repeat.count() == ScheduleSpec.Repeat.ENDLESS;
      triggers.add(trigger(name + (i == 0 ? "" : "-also"), job, schedule, random, epoch));
    }
    return new ApiJob(job, triggers, endless);
  }

  private static TriggerSpec trigger(
      String name, JobSpec job, ScheduleSpec schedule, Random random, Epoch epoch) {
    return new TriggerSpec(
        new TriggerName(name),
        job.name(),
        "",
        schedule,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TriggerSpec.DEFAULT_PRIORITY,
        0,
        catchUp(random),
        Duration.ZERO,
        epoch.begin(),
        TriggerMode.NORMAL,
        Map.of("by", name),
        "",
        dev.tenure.definition.Source.API,
        "",
        Wording.NONE);
  }

  private static CatchUp catchUp(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new CatchUp.Skip();
      case 1 -> new CatchUp.Last();
      default -> new CatchUp.All(100_000, Duration.ofDays(1));
    };
  }

  private static ScheduleSpec schedule(Random random, Epoch epoch, long period) {
    Instant start = epoch.begin().plusMillis(random.nextInt(10_000));
    return switch (random.nextInt(4)) {
      case 0 ->
          new ScheduleSpec.Repeat(
              start, Duration.ofMillis(period), (int) (epoch.length().toMillis() / period / 2));
      case 1 ->
          new ScheduleSpec.CalendarInterval(
              start, (int) (period / 1000), IntervalUnit.SECOND, ZoneOffset.UTC, false, false);
      default ->
          new ScheduleSpec.Repeat(start, Duration.ofMillis(period), ScheduleSpec.Repeat.ENDLESS);
    };
  }
}
