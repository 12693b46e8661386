package dev.tenure.config;

import dev.tenure.model.Dst;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a job runs.
 *
 * @param schedule as written; its text is not checked here
 * @param zone the zone of cron expressions and of date-times without an offset
 * @param dst what a cron expression means where the clocks change
 * @param start no slot before it
 * @param end no slot after it; later than {@code start}
 * @param calendar the name of the calendar that leaves slots out; there is one of this name
 * @param spread slots are later than the schedule says by a part of this that hangs on the job's
 *     name; zero for none
 */
public record TimingConfig(
    ScheduleConfig schedule,
    ZoneId zone,
    Dst dst,
    Optional<Instant> start,
    Optional<Instant> end,
    Optional<Located<String>> calendar,
    Duration spread) {}
