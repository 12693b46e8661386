package dev.tenure.config;

import java.time.Duration;

/**
 * How much of the audit trail is kept. What is older, or beyond the count, goes.
 *
 * @param entries the most entries of a group
 * @param age how long an entry is kept
 */
public record AuditConfig(int entries, Duration age) {}
