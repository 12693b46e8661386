package dev.tenure.server.http;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.RunRequest;
import dev.tenure.definition.TriggerMode;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.node.GroupFace;
import dev.tenure.node.JobWords;
import dev.tenure.quartz.Outlook;
import dev.tenure.schedule.ClockNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as the interface shows them. */
final class JobJson {

  private static final int LAST = 20;
  private static final int NEXT = 20;

  private JobJson() {}

  /** One line of a list. */
  static Map<String, Object> summary(JobSight sight, Instant now) {
    JobSpec job = sight.job().value();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", sight.group().value());
    json.put("job", job.name().value());
    json.put("state", sight.state(now).name());
    json.put("class", job.type());
    json.put("schedule", sight.schedule());
    json.put("description", Optional.of(job.description()).filter(text -> !text.isEmpty()));
    json.put("owner", job.owner());
    json.put("tags", job.tags());
    json.put("source", job.source().name());
    json.put("next", sight.next(now).map(Times::text));
    json.put(
        "running", sight.past().open().stream().map(OpenRun::id).map(Object::toString).toList());
    json.put("last", last(sight.past().last()));
    json.put("why", sight.why());
    return json;
  }

  private static List<Map<String, Object>> last(List<FinishedRun> ended) {
    List<Map<String, Object>> last = new ArrayList<>();
    for (int i = ended.size() - 1; i >= 0 && last.size() < LAST; i--) {
      last.add(RunJson.brief(ended.get(i)));
    }
    return last;
  }

  /** All of it. */
  static Map<String, Object> whole(GroupFace group, JobSight sight, Instant now) {
    JobSpec job = sight.job().value();
    Map<String, Object> json = summary(sight, now);
    json.put("revision", group.definitions().revision(job.name()));
    List<TriggerSpec> triggers = sight.lines().stream().map(Outlook.Line::trigger).toList();
    json.put("definition", JobWords.of(job, triggers));
    json.put("triggers", sight.lines().stream().map(line -> trigger(line, now)).toList());
    json.put("policies", Policies.of(job, triggers));
    json.put("pending", pending(group, sight));
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("by", sight.job().written().by().value());
    written.put("at", Times.text(sight.job().written().at()));
    json.put("written", written);
    return json;
  }

  private static Map<String, Object> trigger(Outlook.Line line, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trigger", line.trigger().name().value());
    json.put("schedule", line.schedule());
    TriggerMode mode = line.trigger().mode();
    json.put("state", line.paused() ? TriggerMode.PAUSED.name() : mode.name());
    json.put("timeZone", line.zone().map(Object::toString));
    json.put("cursor", line.cursor().map(Times::text));
    if (!line.trigger().spread().isZero()) {
      json.put("spreadMillis", line.trigger().spread().toMillis());
    }
    json.put("next", next(line, now));
    return json;
  }

  private static List<Map<String, Object>> next(Outlook.Line line, Instant now) {
    Optional<ClockNotes> notes = line.zone().map(ClockNotes::new);
    List<Map<String, Object>> slots = new ArrayList<>();
    Instant last = now;
    Optional<Instant> slot = line.nextAfter(now);
    while (slot.isPresent() && slots.size() < NEXT) {
      Instant at = slot.get();
      Instant before = last;
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("slot", Times.text(at));
      json.put("note", notes.map(n -> n.of(before, at)).filter(note -> !note.isEmpty()));
      slots.add(json);
      last = at;
      slot = line.slots().flatMap(grid -> grid.next(at));
    }
    return slots;
  }

  /** What is to be run apart from slots: further attempts, and what somebody asked for. */
  private static List<Map<String, Object>> pending(GroupFace group, JobSight sight) {
    List<Map<String, Object>> pending = new ArrayList<>();
    for (PendingAttempt attempt : sight.past().pending()) {
      pending.add(pending(attempt.run().toString(), attempt.due()));
    }
    group.definitions().requests().stream()
        .map(kept -> kept.value())
        .filter(RunRequest.class::isInstance)
        .map(RunRequest.class::cast)
        .filter(request -> request.job().equals(sight.name()))
        .forEach(
            request -> pending.add(pending(request.run(group.group()).toString(), request.slot())));
    return pending;
  }

  private static Map<String, Object> pending(String run, Instant due) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("due", Times.text(due));
    return json;
  }
}
