package dev.tenure.server.cli;

import dev.tenure.config.JobDefaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs and calendars of the cluster as they are gathered for job files. Not thread-safe. */
final class ExportedJobs {

  private final Map<String, Map<String, Object>> jobs = new TreeMap<>();
  private final Map<String, LiveCalendar> calendars = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final JobDefaults defaults;

  /** To be read again where these are the defaults. */
  ExportedJobs(JobDefaults defaults) {
    this.defaults = defaults;
  }

  /** One that cannot be said in a job file is noted. */
  void add(LiveJob job) {
    Optional<String> problem = job.unsayable(defaults);
    if (problem.isPresent()) {
      leftOut.add(job.ref() + ": " + problem.get());
      return;
    }
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("group", job.ref().group());
    words.putAll(job.definition());
    jobs.computeIfAbsent(job.ref().group(), group -> new LinkedHashMap<>())
        .put(job.ref().job(), words);
  }

  /** A job file means its calendars for all groups; so one name must mean one calendar. */
  void add(LiveCalendar calendar) {
    LiveCalendar before = calendars.putIfAbsent(calendar.name(), calendar);
    if (before != null && !before.definition().equals(calendar.definition())) {
      throw twice(
          "calendar \"" + calendar.name() + "\" is not the same in these groups",
          before.group(),
          calendar.group());
    }
  }

  List<String> leftOut() {
    return leftOut;
  }

  int jobCount() {
    return jobs.values().stream().mapToInt(Map::size).sum();
  }

  /** Each group by its name, with its jobs alone. */
  Map<String, Map<String, Object>> byGroup() {
    Map<String, Map<String, Object>> files = new TreeMap<>();
    jobs.forEach((group, of) -> files.put(group, Map.of("jobs", of)));
    return files;
  }

  /** The calendars alone; empty when there are none. */
  Map<String, Object> calendarFile() {
    Map<String, Object> all = new LinkedHashMap<>();
    if (!calendars.isEmpty()) {
      Map<String, Object> words = new LinkedHashMap<>();
      calendars.forEach((name, calendar) -> words.put(name, calendar.definition()));
      all.put("calendars", words);
    }
    return all;
  }

  /** All of it; ends the command where two groups have a job of one name. */
  Map<String, Object> oneFile() {
    Map<String, Object> together = new LinkedHashMap<>();
    Map<String, String> groups = new LinkedHashMap<>();
    jobs.forEach(
        (group, of) ->
            of.forEach(
                (name, words) -> {
                  String before = groups.putIfAbsent(name, group);
                  if (before != null) {
                    throw twice(
                        before
                            + "/"
                            + name
                            + " and "
                            + group
                            + "/"
                            + name
                            + " have one name, and a"
                            + " job file has room for one",
                        before,
                        group);
                  }
                  together.put(name, words);
                }));
    Map<String, Object> all = new LinkedHashMap<>(calendarFile());
    all.put("jobs", together);
    return all;
  }

  private static CommandFailure twice(String what, String before, String group) {
    return new CommandFailure(
        ExitCode.USAGE,
        what,
        "a file for each group: --group "
            + before
            + ", --group "
            + group
            + "; for jobs of one name also FILE that is a folder",
        null);
  }
}
