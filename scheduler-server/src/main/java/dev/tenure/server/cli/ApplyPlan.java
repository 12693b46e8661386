package dev.tenure.server.cli;

import dev.tenure.config.Configuration;
import dev.tenure.config.JobConfig;
import dev.tenure.config.JobDefaults;
import dev.tenure.json.Json;
import dev.tenure.server.cli.PlannedJob.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to be changed in the cluster so that it has the jobs and calendars of a file. Immutable.
 */
record ApplyPlan(CalendarPlan calendars, List<PlannedJob> jobs) {

  ApplyPlan {
    jobs = List.copyOf(jobs);
  }

  /**
   * Compares; changes nothing. What the cluster would refuse ends the command, all of it at once.
   *
   * @param prune whether what is not in the file is removed, in the groups that it names
   */
  static ApplyPlan of(NodeClient client, Configuration file, boolean prune) {
    JobDefaults defaults = file.node().jobs().defaults();
    List<PlannedJob> jobs = new ArrayList<>();
    for (JobConfig job : file.jobs()) {
      jobs.add(PlannedJob.toBe(job, LiveJob.find(client, JobRef.of(job)), defaults));
    }
    if (prune) {
      jobs.addAll(notIn(client, jobs));
    }
    refuseThoseOfJobFiles(jobs);
    CalendarPlan calendars = CalendarPlan.of(client, file, prune);
    return new ApplyPlan(calendars, new JobPreviews(client, file, calendars).of(jobs));
  }

  private static List<PlannedJob> notIn(NodeClient client, List<PlannedJob> wanted) {
    Set<JobRef> refs = wanted.stream().map(PlannedJob::ref).collect(Collectors.toSet());
    return wanted.stream()
        .map(job -> job.ref().group())
        .distinct()
        .sorted()
        .flatMap(group -> JobList.all(client, Optional.of(group), Optional.empty()).stream())
        .map(JobRef::of)
        .filter(ref -> !refs.contains(ref))
        .flatMap(ref -> LiveJob.find(client, ref).stream())
        .filter(live -> !live.isOfJobFiles())
        .map(PlannedJob::toGo)
        .toList();
  }

  private static void refuseThoseOfJobFiles(List<PlannedJob> jobs) {
    String refused =
        jobs.stream()
            .filter(job -> job.change() == Change.CHANGED)
            .filter(job -> job.live().filter(LiveJob::isOfJobFiles).isPresent())
            .map(job -> job.ref() + " (" + String.join(", ", job.differences()) + ")")
            .collect(Collectors.joining(", "));
    if (!refused.isEmpty()) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "of job files, and so not changed from here: " + refused,
          "change them in the nodes' job files; the leader applies these",
          null);
    }
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return count(Change.UNCHANGED) == jobs.size() + calendars.calendars().size();
  }

  List<PlannedJob> those(Change change) {
    return jobs.stream().filter(job -> job.change() == change).toList();
  }

  /** How many jobs and calendars this happens to. */
  int count(Change change) {
    return those(change).size() + calendars.those(change).size();
  }

  /**
   * Changes the cluster: calendars before the jobs that name them, and what goes the other way
   * round. Ends with the first change that is refused.
   */
  void carryOut(NodeClient client) {
    int done = 0;
    for (Step step : steps(client)) {
      try {
        step.work().run();
        done++;
      } catch (CommandFailure e) {
        throw new CommandFailure(
            e.exitCode(),
            "%s: %s (%d changes were made before)".formatted(step.what(), e.getMessage(), done),
            e.hint().isEmpty() ? "repeat the command: what was done is not done again" : e.hint(),
            e);
      }
    }
  }

  /** One change, and what it is of. */
  private record Step(String what, Runnable work) {}

  private List<Step> steps(NodeClient client) {
    List<Step> steps = new ArrayList<>();
    List<Step> removals = new ArrayList<>();
    for (PlannedCalendar calendar : calendars.calendars()) {
      Step step = new Step("calendar " + calendar, () -> calendar.carryOut(client));
      if (calendar.isPending()) {
        steps.add(step);
      } else if (calendar.change() == Change.REMOVED) {
        removals.add(step);
      }
    }
    for (PlannedJob job : jobs) {
      if (job.change() != Change.UNCHANGED) {
        steps.add(new Step(job.ref().toString(), () -> carryOut(client, job)));
      }
    }
    steps.addAll(removals);
    return steps;
  }

  private static void carryOut(NodeClient client, PlannedJob job) {
    String path = job.ref().path().text();
    Map<String, String> asSeen =
        job.live().flatMap(LiveJob::etag).map(etag -> Map.of("If-Match", etag)).orElse(Map.of());
    switch (job.change()) {
      case ADDED ->
          client.change("PUT", path, Map.of("If-None-Match", "*"), Json.write(job.body()));
      case CHANGED -> client.change("PUT", path, asSeen, Json.write(job.body()));
      case REMOVED -> client.change("DELETE", path, asSeen, "");
      case UNCHANGED -> {}
    }
  }

  /** For programs. */
  String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Change change : List.of(Change.ADDED, Change.CHANGED, Change.REMOVED)) {
      members.put(
          change.name().toLowerCase(Locale.ROOT),
          those(change).stream().map(PlannedJob::members).toList());
    }
    Map<String, Object> ofCalendars = new LinkedHashMap<>();
    for (Change change : List.of(Change.ADDED, Change.CHANGED, Change.REMOVED)) {
      ofCalendars.put(
          change.name().toLowerCase(Locale.ROOT),
          calendars.those(change).stream().map(PlannedCalendar::members).toList());
    }
    members.put("calendars", ofCalendars);
    members.put("unchanged", count(Change.UNCHANGED));
    return Json.write(members);
  }

  /** In numbers. */
  String summary() {
    return "%d added, %d changed, %d removed, %d unchanged"
        .formatted(
            count(Change.ADDED),
            count(Change.CHANGED),
            count(Change.REMOVED),
            count(Change.UNCHANGED));
  }

  /** For people: a line for each calendar and each job that changes. */
  String text(RelativeTime time) {
    StringBuilder text = new StringBuilder();
    for (PlannedCalendar calendar : calendars.calendars()) {
      if (calendar.change() != Change.UNCHANGED) {
        text.append(calendar.line()).append(System.lineSeparator());
      }
    }
    for (PlannedJob job : jobs) {
      if (job.change() != Change.UNCHANGED) {
        text.append(line(job, time)).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String line(PlannedJob job, RelativeTime time) {
    return switch (job.change()) {
      case ADDED -> "+ %s  next %s".formatted(job.ref(), time.next(job.next()));
      case REMOVED -> "- %s  next was %s".formatted(job.ref(), time.next(job.nextNow()));
      default ->
          "~ %s  next %s, was %s; differs in: %s"
              .formatted(
                  job.ref(),
                  time.next(job.next()),
                  time.next(job.nextNow()),
                  String.join(", ", job.differences()));
    };
  }
}
