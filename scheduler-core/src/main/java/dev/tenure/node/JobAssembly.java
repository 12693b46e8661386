package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.model.GroupName;
import dev.tenure.plugin.DataProblem;
import dev.tenure.plugin.JobClass;
import dev.tenure.plugin.JobInjector;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.quartz.JobDefinition;
import dev.tenure.schedule.CatchUp;
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
    this.jobs = configuration.jobs();
    this.calendars = configuration.calendars();
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

  /** The enabled jobs of a group; to be called when there are no problems. */
  List<JobDefinition> definitions(GroupName group) {
    return jobs.stream()
        .filter(job -> job.enabled() && job.group().equals(group))
        .map(this::definition)
        .toList();
  }

  private JobDefinition definition(JobConfig job) {
    return new JobDefinition(
        job.name(),
        type(job),
        Grids.of(job, calendars),
        CatchUp.of(job.policy().catchUp()),
        job.policy().concurrency(),
        job.policy().timeout(),
        job.data().values(),
        job.description().orElse(""));
  }

  private Class<? extends Job> type(JobConfig job) {
    if (plugins.jobClass(job.className().value()) instanceof JobClass.Found found) {
      return found.type();
    }
    throw new IllegalStateException("job " + job.name() + " has problems; ask for them first");
  }

  /** Builds the object that runs a job. */
  static Job make(JobDefinition definition, Map<String, ?> data) throws Exception {
    return INJECTOR.build(definition.type(), data);
  }
}
