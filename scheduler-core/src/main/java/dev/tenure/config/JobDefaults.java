package dev.tenure.config;

import dev.tenure.model.GroupName;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a job has that does not say otherwise; {@code tenure.jobs.defaults}.
 *
 * @param group the group
 * @param zone the zone of its cron expression and of date-times without an offset
 * @param catchUp what happens to missed slots
 * @param concurrency whether runs may overlap
 * @param timeout how long a run may take; absent for no limit
 */
public record JobDefaults(
    GroupName group,
    ZoneId zone,
    CatchUpConfig catchUp,
    Concurrency concurrency,
    Optional<Duration> timeout) {}
