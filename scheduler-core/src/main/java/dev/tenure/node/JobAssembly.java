package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.plugin.DataProblem;
import dev.tenure.plugin.JobClass;
import dev.tenure.plugin.JobInjector;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.quartz.ClassSource;
import dev.tenure.schedule.Grids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quartz.Job;

/** Turns configured jobs into ones that can run, or says what is wrong with them, all at once. */
final class JobAssembly {

  private static final JobInjector INJECTOR = new JobInjector();

  private final List<JobConfig> jobs;
  private final List<CalendarConfig> calendars;
  private final PluginCatalog plugins;

  JobAssembly(Configuration configuration, PluginCatalog plugins) {
    this(configuration.jobs(), configuration.calendars(), plugins);
  }

  JobAssembly(List<JobConfig> jobs, List<CalendarConfig> calendars, PluginCatalog plugins) {
    this.jobs = jobs;
    this.calendars = calendars;
    this.plugins = plugins;
  }

  /** What is wrong with schedules, classes and data; empty when every job can run. */
  List<ConfigProblem> problems() {
    List<ConfigProblem> problems = new ArrayList<>(Grids.problems(jobs, calendars));
    jobs.forEach(job -> check(job, problems));
    return problems;
  }

  private void check(JobConfig job, List<ConfigProblem> problems) {
    JobClass found = plugins.jobClass(job.className().value());
    if (!(found instanceof JobClass.Found usable)) {
      found
          .problem()
          .ifPresent(what -> problems.add(ConfigProblem.of(job.className().origin(), what)));
      return;
    }
    for (DataProblem problem : INJECTOR.check(usable.type(), job.data().values())) {
      problems.add(
          ConfigProblem.of(
              job.data().origins().getOrDefault(problem.key(), job.origin()), problem.problem()));
    }
  }

  /** Builds the object that runs a job. */
  static Job make(Class<? extends Job> type, Map<String, ?> data) throws Exception {
    return INJECTOR.build(type, data);
  }

  /** The job classes of a node, as the job store asks for them. */
  static ClassSource classes(PluginCatalog plugins) {
    return name -> {
      JobClass found = plugins.jobClass(name);
      if (found instanceof JobClass.Found usable) {
        return usable.type();
      }
      throw new ClassNotFoundException(found.problem().orElse(name));
    };
  }
}
