package dev.tenure.config;

import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What a job has that does not say otherwise; {@code tenure.jobs.defaults}.
 *
 * @param group the group
 * @param zone the zone of its cron expression and of date-times without an offset
 * @param dst what its cron expression means where the clocks change
 * @param spread over how long the starts of jobs with one schedule are spread
 * @param policy how its runs are treated
 */
public record JobDefaults(
    GroupName group, ZoneId zone, Dst dst, Duration spread, JobPolicy policy) {}
