package dev.tenure.config;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One job; {@code jobs { name { … } }}.
 *
 * @param name unique in its group
 * @param group the group whose leader runs it
 * @param origin where the job begins in its file
 * @param className the job class; not checked here
 * @param schedule when it runs; its text is not checked here
 * @param zone the zone of cron expressions and of date-times without an offset
 * @param start no slot before it
 * @param end no slot after it; later than {@code start}
 * @param catchUp what happens to missed slots
 * @param concurrency whether runs may overlap
 * @param timeout how long a run may take; absent for no limit
 * @param data what the job is given
 * @param description for people
 * @param owner for people
 * @param tags for people
 * @param enabled whether its slots are run at all
 */
public record JobConfig(
    JobName name,
    GroupName group,
    Origin origin,
    Located<String> className,
    ScheduleConfig schedule,
    ZoneId zone,
    Optional<Instant> start,
    Optional<Instant> end,
    CatchUpConfig catchUp,
    Concurrency concurrency,
    Optional<Duration> timeout,
    JobData data,
    Optional<String> description,
    Optional<String> owner,
    List<String> tags,
    boolean enabled) {
  public JobConfig {
    tags = List.copyOf(tags);
  }
}
