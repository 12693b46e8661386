package dev.tenure.store;

import java.time.Duration;

/**
 * A lease as the store granted it.
 *
 * @param id its number
 * @param ttl what was granted, which may be more than was asked for
 */
public record Lease(LeaseId id, Duration ttl) {}
