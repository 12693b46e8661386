package dev.tenure.config;

import java.time.Duration;

/**
 * How the leader runs jobs.
 *
 * @param threads runs at the same time, per group
 * @param batchSize the most runs that one transaction claims
 * @param interruptGrace how long interrupted runs are waited for when leadership is lost, before
 *     the leader's key is given up
 * @param timeoutGrace how long a run may go on after its timeout's interrupt before a second one,
 *     and after that before it counts as stuck
 * @param catchUpRate the most missed slots that are run in a second, per group
 * @param logs what is kept of what runs print and log
 * @param onHandOver what becomes of runs in progress when the group is handed over
 */
public record RunsConfig(
    int threads,
    int batchSize,
    Duration interruptGrace,
    Duration timeoutGrace,
    int catchUpRate,
    RunLogsConfig logs,
    OnHandOver onHandOver) {}
