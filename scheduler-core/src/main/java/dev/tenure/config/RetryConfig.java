package dev.tenure.config;

import java.time.Duration;

/**
 * What happens after an attempt that failed or timed out.
 *
 * @param attempts how many attempts a slot has in all, the first one included; 1 for no retry
 * @param backOff the wait before the second attempt; it doubles for each further one
 * @param maxBackOff the longest wait
 * @param jitter by how much a wait is shortened or lengthened at random, as a fraction, 0 to 1
 */
public record RetryConfig(int attempts, Duration backOff, Duration maxBackOff, double jitter) {}
