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

/** What has to be changed in the cluster so that it has the jobs of a file. Immutable. */
record ApplyPlan(List<PlannedJob> jobs) {

  ApplyPlan {
    jobs = List.copyOf(jobs);
  }

  /**
   * Compares; changes nothing. What the cluster would refuse ends the command, all of it at once.
   *
   * @param prune whether jobs that are not in the file are removed, in the groups that it names
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
    return new ApplyPlan(previewed(client, jobs));
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

  private static List<PlannedJob> previewed(NodeClient client, List<PlannedJob> jobs) {
    List<String> problems = new ArrayList<>();
    List<PlannedJob> previewed = new ArrayList<>();
    for (PlannedJob job : jobs) {
      if (job.change() != Change.ADDED && job.change() != Change.CHANGED) {
        previewed.add(job);
        continue;
      }
      NodeAnswer answer =
          client.ask(
              "POST", job.ref().path().then("preview").text(), Map.of(), Json.write(job.body()));
      if (answer.status() == 422) {
        problems.add(job.ref() + ": " + NodeFailure.of(answer).getMessage());
      } else if (answer.status() >= 400) {
        throw NodeFailure.of(answer);
      } else {
        previewed.add(job.withNext(PlannedJob.firstOf(answer.json())));
      }
    }
    if (!problems.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.join(System.lineSeparator(), problems),
          "nothing was changed; mend the file and repeat the command",
          null);
    }
    return previewed;
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return jobs.stream().allMatch(job -> job.change() == Change.UNCHANGED);
  }

  List<PlannedJob> those(Change change) {
    return jobs.stream().filter(job -> job.change() == change).toList();
  }

  /** Changes the cluster; ends with the first change that is refused. */
  void carryOut(NodeClient client) {
    int done = 0;
    for (PlannedJob job : jobs) {
      try {
        carryOut(client, job);
        done += job.change() == Change.UNCHANGED ? 0 : 1;
      } catch (CommandFailure e) {
        throw new CommandFailure(
            e.exitCode(),
            "%s: %s (%d changes were made before)".formatted(job.ref(), e.getMessage(), done),
            e.hint().isEmpty() ? "repeat the command: what was done is not done again" : e.hint(),
            e);
      }
    }
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
    members.put("unchanged", those(Change.UNCHANGED).size());
    return Json.write(members);
  }

  /** In numbers. */
  String summary() {
    return "%d added, %d changed, %d removed, %d unchanged"
        .formatted(
            those(Change.ADDED).size(),
            those(Change.CHANGED).size(),
            those(Change.REMOVED).size(),
            those(Change.UNCHANGED).size());
  }

  /** For people: a line for each job that changes. */
  String text(RelativeTime time) {
    StringBuilder text = new StringBuilder();
    for (PlannedJob job : jobs) {
      if (job.change() != Change.UNCHANGED) {
        text.append(line(job, time)).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String line(PlannedJob job, RelativeTime time) {
    return switch (job.change()) {
      case ADDED -> "+ %s  next %s".formatted(job.ref(), time.of(job.next()));
      case REMOVED -> "- %s  next was %s".formatted(job.ref(), time.of(job.nextNow()));
      default ->
          "~ %s  next %s, was %s; differs in: %s"
              .formatted(
                  job.ref(),
                  time.of(job.next()),
                  time.of(job.nextNow()),
                  String.join(", ", job.differences()));
    };
  }
}
