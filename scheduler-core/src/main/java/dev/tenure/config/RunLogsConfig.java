package dev.tenure.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept of what runs print and log, on the node that ran them.
 *
 * @param enabled whether it is captured at all
 * @param dir the folder of the files; each node has one of its own in it
 * @param maxBytesPerRun the most that is kept of one run: about half of it from its beginning, the
 *     rest from its end
 * @param maxLinesPerRun the same in lines
 * @param maxBytes the most that is kept of all runs; the oldest go first
 * @param age how long a log is kept after its last line
 */
public record RunLogsConfig(
    boolean enabled,
    Path dir,
    long maxBytesPerRun,
    int maxLinesPerRun,
    long maxBytes,
    Duration age) {}
