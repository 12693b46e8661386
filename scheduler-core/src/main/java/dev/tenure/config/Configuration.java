package dev.tenure.config;

import java.util.List;

/**
 * Everything that a node is told: its own settings and the jobs.
 *
 * @param node the node's settings
 * @param jobs the jobs of all groups, in the order of the files
 * @param calendars the calendars, sorted by name
 * @param effective the settings in force, one a line, each with where it comes from; secrets are
 *     masked
 */
public record Configuration(
    NodeConfig node, List<JobConfig> jobs, List<CalendarConfig> calendars, String effective) {
  public Configuration {
    jobs = List.copyOf(jobs);
    calendars = List.copyOf(calendars);
  }
}
