package dev.tenure.bench.subject;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A node of db-scheduler, with its table made as its documentation says. */
final class DbSchedulerSubject implements Subject {

  private final HikariDataSource source;
  private final Scheduler scheduler;

  DbSchedulerSubject(Map<String, String> settings) throws Exception {
    source = Database.open(settings);
    Workload load = Workload.of(settings);
    if (Boolean.parseBoolean(Subjects.value(settings, "defines"))) {
      Database.execute(source, Database.resource("/db-scheduler.sql"));
      define(load);
    }
    SchedulerBuilder builder =
        Scheduler.create(source, tasks(load))
            .threads(Integer.parseInt(Subjects.value(settings, "threads")))
            .heartbeatInterval(Duration.ofMillis(number(settings, "heartbeat")))
            .missedHeartbeatsLimit((int) number(settings, "missed"))
            .shutdownMaxWait(Duration.ofSeconds(1))
            .pollingInterval(Duration.ofMillis(number(settings, "poll")));
    double lower = Double.parseDouble(Subjects.value(settings, "lower"));
    double upper = Double.parseDouble(Subjects.value(settings, "upper"));
    scheduler =
        Subjects.value(settings, "strategy").equals("fetch")
            ? builder.pollUsingFetchAndLockOnExecute(lower, upper).build()
            : builder.pollUsingLockAndFetch(lower, upper).build();
  }

  private static long number(Map<String, String> settings, String name) {
    return Long.parseLong(Subjects.value(settings, name));
  }

  private static List<Task<?>> tasks(Workload load) {
    Task<?> once = Tasks.oneTime("once").execute((instance, context) -> Probe.run());
    Task<?> hangs = Tasks.oneTime("hangs").execute((instance, context) -> hang());
    Task<?> again =
        Tasks.custom("again", Void.class)
            .execute(
                (instance, context) -> {
                  Instant slot = context.getExecution().executionTime;
                  Probe.run(slot);
                  return (complete, operations) ->
                      operations.reschedule(complete, slot.plusMillis(load.periodMillis()));
                });
    return List.of(once, hangs, again);
  }

  private static void hang() {
    try {
      Probe.hang();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void define(Workload load) throws SQLException {
    String task = load.hangs() ? "hangs" : load.total() > 0 ? "once" : "again";
    Database.execute(
        source,
        String.format(
            "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " select '%s', 'i' || n, timestamptz '%s' + n * interval '%f milliseconds',"
                + " false, 1 from generate_series(0, %d) n",
            task,
            load.begin(2),
            load.total() > 0 ? 0.0 : load.phaseMillis(),
            Math.max(load.total(), load.jobs()) - 1));
    Database.execute(source, "analyze scheduled_tasks");
  }

  @Override
  public void start() {
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
    source.close();
  }
}
