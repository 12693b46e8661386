package dev.tenure.server.cli;

import dev.tenure.config.ConfigProblem;
import dev.tenure.config.JobDefaults;
import dev.tenure.config.SentJob;
import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A job as the cluster has it.
 *
 * @param ref which
 * @param answer what the node says of it
 * @param etag the edition that was read
 */
record LiveJob(JobRef ref, JsonObject answer, Optional<String> etag) {

  /** The job, if there is one. */
  static Optional<LiveJob> find(NodeClient client, JobRef ref) {
    return client
        .find(ref.path().text())
        .map(answer -> new LiveJob(ref, answer.json(), answer.etag()));
  }

  boolean isOfJobFiles() {
    return answer.text("source").filter("FILES"::equals).isPresent();
  }

  /** Its definition in the words of a job file. */
  Map<String, Object> definition() {
    return answer.object("definition").map(JsonObject::members).orElse(Map.of());
  }

  /** What it means; empty when it cannot be said in a job file. */
  Optional<Map<String, Object>> meaning(JobDefaults defaults) {
    return read(defaults)
        .filter(sent -> sent.problems().isEmpty())
        .flatMap(SentJob::job)
        .map(JobBody::of);
  }

  /** Why it cannot be said in a job file; empty when it can. */
  Optional<String> unsayable(JobDefaults defaults) {
    List<String> problems =
        read(defaults)
            .map(sent -> sent.problems().stream().map(ConfigProblem::toString).toList())
            .orElse(List.of("its name cannot stand in a job file"));
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(problems.stream().distinct().collect(Collectors.joining("; ")));
  }

  private Optional<SentJob> read(JobDefaults defaults) {
    try {
      return Optional.of(
          SentJob.read(
              Json.write(definition()),
              new GroupName(ref.group()),
              JobName.plain(ref.job()),
              defaults));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
