package dev.tenure.config;

import java.time.Duration;

/**
 * How a node stops.
 *
 * @param grace how long running jobs may go on after the first signal before they are interrupted
 */
public record ShutdownConfig(Duration grace) {}
