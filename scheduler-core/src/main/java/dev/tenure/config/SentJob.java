package dev.tenure.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One job that was sent by a program and stands in no file: the words of a job file, as JSON.
 *
 * @param job what could be read; to be used only if there are no problems
 * @param problems everything that is wrong; their places are paths in the text
 */
public record SentJob(Optional<JobConfig> job, List<ConfigProblem> problems) {

  /** Where such a job comes from, as its origins say. */
  public static final String SOURCE = SentText.SOURCE;

  private static final String FORM = "one JSON object, such as {\"class\": \"…\", \"cron\": \"…\"}";

  public SentJob {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the text. A time zone and policies that it does not name are those of the defaults; its
   * group is the given one. Schedule, class and data are not checked here.
   */
  public static SentJob read(String json, GroupName group, JobName name, JobDefaults defaults) {
    ProblemLog log = new ProblemLog(Path.of("").toAbsolutePath());
    Optional<JobConfig> job =
        SentText.parse(json, FORM, log).flatMap(o -> read(o, group, name, defaults, log));
    return new SentJob(job, log.problems());
  }

  private static Optional<JobConfig> read(
      ConfigObject object, GroupName group, JobName name, JobDefaults defaults, ProblemLog log) {
    Origin origin = new Origin(SOURCE, 0, "");
    JobDefaults here =
        new JobDefaults(
            group, defaults.zone(), defaults.dst(), defaults.spread(), defaults.policy());
    ConfigObject none = ConfigFactory.empty().root();
    Optional<JobConfig> job =
        new JobReader(new ConfigReader(object, none, "", origin, log), here).read(name);
    if (job.filter(read -> !read.group().equals(group)).isPresent()) {
      log.add(
          new Origin(SOURCE, 0, "group"),
          "is \"" + job.get().group() + "\", and the job was sent to group " + group,
          "that group, or none");
    }
    return job;
  }
}
