package dev.tenure.config;

import dev.tenure.time.Backoff;
import java.time.Duration;

/**
 * The lease that carries a node's candidacies. It is renewed every third of {@code ttl}.
 *
 * @param ttl how long a silent node keeps what it leads; whole seconds
 * @param margin how long before etcd's own deadline a leader stops believing in itself; less than
 *     half of {@code ttl}
 * @param retry the waits between campaigns that failed
 */
public record SessionConfig(Duration ttl, Duration margin, Backoff retry) {}
