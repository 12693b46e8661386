package dev.tenure.server.cli;

import dev.tenure.config.JobConfig;
import dev.tenure.config.JobDefaults;
import dev.tenure.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become of one job.
 *
 * @param ref which
 * @param change what
 * @param body what it shall be; empty when it is to be removed
 * @param live what it is; empty when it is to be added
 * @param differences the words whose meanings change
 * @param next its next slot if the change is made; empty when that is not known or there is none
 */
record PlannedJob(
    JobRef ref,
    Change change,
    Map<String, Object> body,
    Optional<LiveJob> live,
    List<String> differences,
    Optional<Instant> next) {

  /** What happens to a job. */
  enum Change {
    ADDED,
    CHANGED,
    UNCHANGED,
    REMOVED
  }

  /** The job shall be as the file says. */
  static PlannedJob toBe(JobConfig job, Optional<LiveJob> live, JobDefaults defaults) {
    List<String> differences =
        live.map(
                now ->
                    JobMeaning.differences(now.meaning(defaults).orElse(Map.of()), JobBody.of(job)))
            .orElse(List.of());
    Change change =
        live.isEmpty() ? Change.ADDED : differences.isEmpty() ? Change.UNCHANGED : Change.CHANGED;
    return new PlannedJob(
        JobRef.of(job), change, JobBody.of(job), live, differences, Optional.empty());
  }

  /** The job shall not be any more. */
  static PlannedJob toGo(LiveJob live) {
    return new PlannedJob(
        live.ref(), Change.REMOVED, Map.of(), Optional.of(live), List.of(), Optional.empty());
  }

  PlannedJob withNext(Optional<Instant> slot) {
    return new PlannedJob(ref, change, body, live, differences, slot);
  }

  /** Its next slot as it is. */
  Optional<Instant> nextNow() {
    return live.flatMap(job -> job.answer().instant("next"));
  }

  /** For programs. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("group", ref.group());
    members.put("job", ref.job());
    if (!differences.isEmpty()) {
      members.put("differences", differences);
    }
    nextNow().ifPresent(slot -> members.put("nextBefore", slot.toString()));
    next.ifPresent(slot -> members.put("nextAfter", slot.toString()));
    return members;
  }

  /** The next slot that a preview shows. */
  static Optional<Instant> firstOf(JsonObject preview) {
    return preview.members().get("next") instanceof List<?> list && !list.isEmpty()
        ? Optional.of(Instant.parse(String.valueOf(list.get(0))))
        : Optional.empty();
  }
}
