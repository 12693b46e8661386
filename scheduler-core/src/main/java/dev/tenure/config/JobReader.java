package dev.tenure.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.tenure.config.CatchUpConfig.Policy;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads one job, and the defaults of all jobs. */
final class JobReader {

  private static final ValueParser<Duration> TIMEOUT =
      Values.duration(Duration.ofMillis(1), Duration.ofDays(365));
  private static final ValueParser<Duration> WINDOW =
      Values.duration(Duration.ofSeconds(1), Duration.ofDays(3650));
  private static final ValueParser<Integer> MAX = Values.integer(1, 100_000);

  private final ConfigReader job;
  private final JobDefaults defaults;

  JobReader(ConfigReader job, JobDefaults defaults) {
    this.job = job;
    this.defaults = defaults;
  }

  static JobDefaults defaults(ConfigReader reader) {
    JobDefaults defaults =
        new JobDefaults(
            reader.value("group", Values.text().as(GroupName::new)),
            reader.value("time-zone", Values.zone()),
            defaultCatchUp(reader.section("catch-up")),
            reader.value("concurrency", Values.oneOf(Concurrency.class)),
            reader.optional("timeout", TIMEOUT));
    reader.finish();
    return defaults;
  }

  private static CatchUpConfig defaultCatchUp(ConfigReader reader) {
    CatchUpConfig catchUp =
        new CatchUpConfig(
            reader.value("policy", Values.oneOf(Policy.class)),
            reader.value("max", MAX),
            reader.value("window", WINDOW));
    reader.finish();
    return catchUp;
  }

  /** Absent if the job has no class; what else is wrong leaves a default and a noted problem. */
  Optional<JobConfig> read(JobName name) {
    ZoneId zone = job.optional("time-zone", Values.zone()).orElse(defaults.zone());
    Optional<Located<String>> className = job.located("class", Values.text());
    if (className.isEmpty() && !job.isSet("class")) {
      job.missing("class", "the name of a class that implements org.quartz.Job");
    }
    Optional<Instant> start = job.optional("start", Values.instant(zone));
    Optional<Instant> end = job.optional("end", Values.instant(zone));
    if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
      job.problem("end", "is not later than start", "an instant after " + start.get());
    }
    ScheduleConfig schedule = new ScheduleReader(job, zone).read();
    JobData data = job.raw("data").map(this::data).orElse(JobData.EMPTY);
    CatchUpConfig catchUp = job.raw("catch-up").map(this::catchUp).orElse(defaults.catchUp());
    GroupName group =
        job.optional("group", Values.text().as(GroupName::new)).orElse(defaults.group());
    Concurrency concurrency =
        job.optional("concurrency", Values.oneOf(Concurrency.class)).orElse(defaults.concurrency());
    Optional<Duration> timeout = job.optional("timeout", TIMEOUT).or(defaults::timeout);
    Optional<String> description = job.optional("description", Values.text());
    Optional<String> owner = job.optional("owner", Values.text());
    List<String> tags =
        job.list("tags", Values.text()).orElse(List.of()).stream().map(Located::value).toList();
    boolean enabled = job.optional("enabled", Values.bool()).orElse(true);
    job.finish();
    return className.map(
        c ->
            new JobConfig(
                name,
                group,
                job.origin(),
                c,
                schedule,
                zone,
                start,
                end,
                catchUp,
                concurrency,
                timeout,
                data,
                description,
                owner,
                tags,
                enabled));
  }

  private CatchUpConfig catchUp(ConfigValue value) {
    CatchUpConfig base = defaults.catchUp();
    if (!(value instanceof ConfigObject)) {
      return job.optional("catch-up", Values.oneOf(Policy.class))
          .map(policy -> new CatchUpConfig(policy, base.max(), base.window()))
          .orElse(base);
    }
    ConfigReader reader = job.section("catch-up");
    CatchUpConfig catchUp =
        new CatchUpConfig(
            reader.optional("policy", Values.oneOf(Policy.class)).orElse(base.policy()),
            reader.optional("max", MAX).orElse(base.max()),
            reader.optional("window", WINDOW).orElse(base.window()));
    reader.finish();
    return catchUp;
  }

  private JobData data(ConfigValue value) {
    if (value.valueType() != ConfigValueType.OBJECT) {
      job.problem("data", "is not an object", "data { key = value … }");
      return JobData.EMPTY;
    }
    return new DataReader(job.section("data")).read();
  }
}
