package dev.tenure.server.cli;

import dev.tenure.config.JobConfig;
import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job as somebody named it. */
record JobRef(String group, String job) {

  /**
   * {@code group/job}, or {@code job} where one group alone has a job of this name, which is asked
   * for.
   */
  static JobRef find(NodeClient client, String text) {
    int slash = text.indexOf('/');
    if (slash > 0 && slash < text.length() - 1) {
      return new JobRef(text.substring(0, slash), text.substring(slash + 1));
    }
    if (text.isBlank() || slash >= 0) {
      throw new CommandFailure(
          ExitCode.USAGE, "\"" + text + "\" is not a job", "GROUP/JOB, or JOB alone", null);
    }
    List<JobRef> found = named(client, text);
    if (found.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "several groups have a job \"" + text + "\"",
          "say which: " + found.stream().map(JobRef::toString).collect(Collectors.joining(", or ")),
          null);
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "no group has a job \"" + text + "\"",
                    "`tenure jobs --search PART` finds jobs by a part of the name",
                    null));
  }

  private static List<JobRef> named(NodeClient client, String job) {
    List<JobRef> found = new ArrayList<>();
    for (JsonObject each : JobList.all(client, Optional.empty(), Optional.of(job))) {
      if (each.text("job").equals(Optional.of(job))) {
        found.add(of(each));
      }
    }
    return found;
  }

  /** The job that an answer is about. */
  static JobRef of(JsonObject answer) {
    return new JobRef(answer.text("group").orElse("-"), answer.text("job").orElse("-"));
  }

  /** The job of a file. */
  static JobRef of(JobConfig job) {
    return new JobRef(job.group().value(), job.name().value());
  }

  ApiPath path() {
    return ApiPath.of("groups", group, "jobs", job);
  }

  @Override
  public String toString() {
    return group + "/" + job;
  }
}
