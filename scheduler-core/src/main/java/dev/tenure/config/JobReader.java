package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.tenure.model.JobName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads one job, and the defaults of all jobs. */
final class JobReader {

  private final ConfigReader job;
  private final JobDefaults inherited;

  JobReader(ConfigReader job, JobDefaults defaults) {
    this.job = job;
    this.inherited = new InheritedReader(job, Optional.of(defaults)).read();
  }

  static JobDefaults defaults(ConfigReader reader) {
    JobDefaults defaults = new InheritedReader(reader, Optional.empty()).read();
    reader.finish();
    return defaults;
  }

  /** Absent if the job has no class; what else is wrong leaves a default and a noted problem. */
  Optional<JobConfig> read(JobName name) {
    Optional<Located<String>> className = job.located("class", Values.text());
    if (className.isEmpty() && !job.isSet("class")) {
      job.missing("class", "the name of a class that implements org.quartz.Job");
    }
    boolean enabled = job.optional("enabled", Values.bool()).orElse(true);
    TimingConfig timing = timing(enabled);
    JobData data = job.raw("data").map(this::data).orElse(JobData.EMPTY);
    Optional<String> description = job.optional("description", Values.text());
    Optional<String> owner = job.optional("owner", Values.text());
    List<String> tags =
        job.list("tags", Values.text()).orElse(List.of()).stream().map(Located::value).toList();
    job.finish();
    return className.map(
        c ->
            new JobConfig(
                name,
                inherited.group(),
                job.origin(),
                c,
                timing,
                inherited.policy(),
                data,
                description,
                owner,
                tags,
                enabled));
  }

  private TimingConfig timing(boolean enabled) {
    Optional<Instant> start = job.optional("start", Values.instant(inherited.zone()));
    Optional<Instant> end = job.optional("end", Values.instant(inherited.zone()));
    if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
      job.problem("end", "is not later than start", "an instant after " + start.get());
    }
    return new TimingConfig(
        new ScheduleReader(job, inherited.zone()).read(enabled),
        inherited.zone(),
        inherited.dst(),
        start,
        end,
        job.located("calendar", Values.text()),
        inherited.spread());
  }

  private JobData data(ConfigValue value) {
    if (value.valueType() != ConfigValueType.OBJECT) {
      job.problem("data", "is not an object", "data { key = value … }");
      return JobData.EMPTY;
    }
    return new DataReader(job.section("data")).read();
  }
}
