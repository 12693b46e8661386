package dev.tenure.config;

import java.time.Duration;

/**
 * How the certificates of a node are looked after.
 *
 * @param checkEvery how often their files are read again
 * @param warnBefore how long before one runs out it is warned of
 */
public record CertificatesConfig(Duration checkEvery, Duration warnBefore) {}
