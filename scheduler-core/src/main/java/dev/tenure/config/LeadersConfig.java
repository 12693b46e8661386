package dev.tenure.config;

import java.time.Duration;

/**
 * How the leaders of several groups spread over the nodes.
 *
 * @param spread whether a node that leads more than its fair share hands groups over
 * @param interval at most one in such a time
 */
public record LeadersConfig(boolean spread, Duration interval) {}
