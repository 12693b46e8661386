package dev.tenure.jobstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Properties;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * An application as it may have been written for Quartz's JDBC store: nothing of it names Tenure
 * but one property. A process of {@link EtcdJobStoreIT}; does what it is told in lines, and answers
 * in lines.
 */
@SuppressWarnings("JavaUtilDate") // what Quartz speaks
final class QuartzApplication {

  /** Writes each run down: the job, the slot and the process, in a file of the process. */
  @DisallowConcurrentExecution
  public static final class Writing implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      String line =
          context.getJobDetail().getKey().getName()
              + " "
              + context.getScheduledFireTime().getTime()
              + " "
              + context.getMergedJobDataMap().getOrDefault("word", "-")
              + "\n";
      try {
        Files.writeString(
            Path.of(System.getProperty("runs")),
            line,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new JobExecutionException(e);
      }
    }
  }

  private final Scheduler scheduler;

  private QuartzApplication(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  static Properties properties(String endpoint, String root, String node) {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "billing");
    properties.setProperty("org.quartz.scheduler.instanceId", node);
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "4");
    properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    properties.setProperty("org.quartz.jobStore.class", "dev.tenure.jobstore.EtcdJobStore");
    properties.setProperty("org.quartz.jobStore.endpoints", endpoint);
    properties.setProperty("org.quartz.jobStore.root", root);
    properties.setProperty("org.quartz.jobStore.sessionTtl", "2s");
    properties.setProperty("org.quartz.jobStore.grace", "2s");
    return properties;
  }

  /** Arguments: the endpoint of etcd, the root of the keys, the name of this process. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = properties(arguments[0], arguments[1], arguments[2]);
    QuartzApplication application =
        new QuartzApplication(new StdSchedulerFactory(properties).getScheduler());
    application.define("ticks");
    application.define("control");
    application.scheduler.start();
    System.out.println("started");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      application.obey(order);
    }
    System.exit(0);
  }

  /** A job with a slot every half second, each of which is to be run; whoever comes first. */
  private void define(String name) throws SchedulerException {
    try {
      if (!scheduler.checkExists(new JobKey(name))) {
        scheduler.scheduleJob(
            JobBuilder.newJob(Writing.class).withIdentity(name).storeDurably().build(),
            TriggerBuilder.newTrigger()
                .withIdentity(name)
                .startAt(Date.from(Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                .withSchedule(
                    SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(500)
                        .repeatForever()
                        .withMisfireHandlingInstructionIgnoreMisfires())
                .build());
      }
    } catch (org.quartz.ObjectAlreadyExistsException e) {
      System.out.println("somebody else defined " + name);
    }
  }

  private void obey(String order) {
    String[] words = order.split(" ", -1);
    try {
      switch (words[0]) {
        case "pause" -> scheduler.pauseTrigger(new TriggerKey(words[1]));
        case "resume" -> scheduler.resumeTrigger(new TriggerKey(words[1]));
        case "delete" -> scheduler.deleteJob(new JobKey(words[1]));
        case "standby" -> scheduler.standby();
        case "start" -> scheduler.start();
        case "shutdown" -> scheduler.shutdown(true);
        case "trigger" -> {
          JobDataMap data = new JobDataMap();
          data.put("word", words[2]);
          scheduler.triggerJob(new JobKey(words[1]), data);
        }
        default -> throw new IllegalArgumentException(order);
      }
      System.out.println("done " + order);
    } catch (SchedulerException | RuntimeException e) {
      System.out.println("failed " + order + ": " + e);
    }
  }
}
