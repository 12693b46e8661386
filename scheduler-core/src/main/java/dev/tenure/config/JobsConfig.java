package dev.tenure.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a node's jobs come from; {@code tenure.jobs { … }}.
 *
 * @param files the files that jobs were read from, absolute
 * @param watch whether the files are looked at for changes
 * @param debounce how long they must be at rest before a change counts
 * @param version orders sets of files: an older one never takes the place of a newer one; absent
 *     for no order
 * @param defaults what a job has that does not say otherwise
 */
public record JobsConfig(
    List<Path> files,
    boolean watch,
    Duration debounce,
    OptionalLong version,
    JobDefaults defaults) {
  public JobsConfig {
    files = List.copyOf(files);
  }
}
