package dev.tenure.bench.subject;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** A node of a cluster of Quartz on its JDBC store. */
final class QuartzSubject implements Subject {

  private final Scheduler scheduler;

  QuartzSubject(Map<String, String> settings) throws Exception {
    boolean defines = Boolean.parseBoolean(Subjects.value(settings, "defines"));
    if (defines) {
      try (HikariDataSource source = Database.open(settings)) {
        Database.execute(
            source, Database.resource("/org/quartz/impl/jdbcjobstore/tables_postgres.sql"));
      }
    }
    scheduler = new StdSchedulerFactory(properties(settings)).getScheduler();
    if (defines) {
      define(Workload.of(settings));
    }
  }

  private static Properties properties(Map<String, String> settings) {
    int batch = Integer.parseInt(Subjects.value(settings, "batch"));
    Properties all = new Properties();
    Map<String, String> scheduler =
        Map.of(
            "scheduler.instanceName", "bench",
            "scheduler.instanceId", "AUTO",
            "scheduler.batchTriggerAcquisitionMaxCount", "" + batch,
            "threadPool.class", "org.quartz.simpl.SimpleThreadPool",
            "threadPool.threadCount", Subjects.value(settings, "threads"));
    Map<String, String> store =
        Map.of(
            "jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
            "jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
            "jobStore.dataSource", "ds",
            "jobStore.isClustered", "true",
            "jobStore.clusterCheckinInterval", Subjects.value(settings, "checkin"),
            "jobStore.acquireTriggersWithinLock", "" + (batch > 1));
    Map<String, String> source =
        Map.of(
            "dataSource.ds.provider",
            "hikaricp",
            "dataSource.ds.driver",
            "org.postgresql.Driver",
            "dataSource.ds.URL",
            Subjects.value(settings, "url"),
            "dataSource.ds.user",
            Subjects.value(settings, "user"),
            "dataSource.ds.password",
            Subjects.value(settings, "password"),
            "dataSource.ds.maxConnections",
            "" + Database.connections(settings));
    scheduler.forEach((name, value) -> all.put("org.quartz." + name, value));
    store.forEach((name, value) -> all.put("org.quartz." + name, value));
    source.forEach((name, value) -> all.put("org.quartz." + name, value));
    return all;
  }

  private void define(Workload load) throws SchedulerException {
    Instant begin = load.begin(2);
    Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
    for (int i = 0; i < load.jobs(); i++) {
      JobDetail job =
          JobBuilder.newJob(load.hangs() ? HangingJob.class : CountedJob.class)
              .withIdentity("job-" + i)
              .requestRecovery(load.hangs())
              .build();
      TriggerBuilder<Trigger> trigger =
          TriggerBuilder.newTrigger()
              .withIdentity("job-" + i)
              .startAt(Date.from(load.first(i, begin)));
      if (!load.hangs()) {
        // Every slot is run, however late.
        trigger.withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(load.periodMillis())
                .repeatForever()
                .withMisfireHandlingInstructionIgnoreMisfires());
      }
      all.put(job, Set.of(trigger.build()));
    }
    scheduler.scheduleJobs(all, false);
  }

  @Override
  public void start() throws SchedulerException {
    scheduler.start();
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown();
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }
}
