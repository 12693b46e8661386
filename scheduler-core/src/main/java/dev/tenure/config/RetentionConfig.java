package dev.tenure.config;

import java.time.Duration;

/**
 * How much of a job's past the ledger keeps. Open runs are kept in any case.
 *
 * @param runs the most ended runs
 * @param age the longest time since they ended
 */
public record RetentionConfig(int runs, Duration age) {}
