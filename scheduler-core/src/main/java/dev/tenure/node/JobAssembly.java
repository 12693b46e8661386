package dev.tenure.node;

import dev.tenure.config.CalendarConfig;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.config.Origin;
import dev.tenure.config.SecretsConfig;
import dev.tenure.model.SecretReference;
import dev.tenure.plugin.DataProblem;
import dev.tenure.plugin.JobClass;
import dev.tenure.plugin.JobInjector;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.quartz.ClassSource;
import dev.tenure.schedule.Grids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quartz.Job;

/** Turns configured jobs into ones that can run, or says what is wrong with them, all at once. */
final class JobAssembly {

  private static final JobInjector INJECTOR = new JobInjector();

  private final List<JobConfig> jobs;
  private final List<CalendarConfig> calendars;
  private final PluginCatalog plugins;
  private final SecretsConfig secrets;

  JobAssembly(Configuration configuration, PluginCatalog plugins) {
    this(configuration.jobs(), configuration.calendars(), plugins, configuration.node().secrets());
  }

  JobAssembly(
      List<JobConfig> jobs,
      List<CalendarConfig> calendars,
      PluginCatalog plugins,
      SecretsConfig secrets) {
    this.secrets = secrets;
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
    Map<String, Object> data = checkedSecrets(job, problems);
    JobClass found = plugins.jobClass(job.className().value());
    if (!(found instanceof JobClass.Found usable)) {
      found
          .problem()
          .ifPresent(what -> problems.add(ConfigProblem.of(job.className().origin(), what)));
      return;
    }
    for (DataProblem problem : INJECTOR.check(usable.type(), data)) {
      problems.add(
          ConfigProblem.of(
              job.data().origins().getOrDefault(problem.key(), job.origin()), problem.problem()));
    }
  }

  /** The data without what holds a secret, of which nobody knows yet whether it fits. */
  private Map<String, Object> checkedSecrets(JobConfig job, List<ConfigProblem> problems) {
    Map<String, Object> open = new LinkedHashMap<>();
    job.data()
        .values()
        .forEach(
            (key, value) -> {
              List<Object> meant = SecretReference.in(value);
              if (meant.isEmpty()) {
                open.put(key, value);
              }
              Origin where = job.data().origins().getOrDefault(key, job.origin());
              meant.stream()
                  .flatMap(one -> problem(one).stream())
                  .forEach(problem -> problems.add(ConfigProblem.of(where, problem)));
            });
    return open;
  }

  /** What is not of its form was told of when it was read. */
  private Optional<String> problem(Object meant) {
    try {
      return Secrets.problem(secrets, SecretReference.of(meant));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
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
