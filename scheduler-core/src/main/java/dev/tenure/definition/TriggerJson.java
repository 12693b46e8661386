package dev.tenure.definition;

import dev.tenure.json.TypedData;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Triggers as JSON and back; what is as usual is left out. Their names are in their keys. */
final class TriggerJson {

  private static final CatchUp SKIP = new CatchUp.Skip();
  private static final CatchUp LAST = new CatchUp.Last();

  private TriggerJson() {}

  static Map<String, Object> write(TriggerSpec trigger) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job", trigger.job());
    tree.put("jobIncarnation", trigger.jobIncarnation());
    tree.put("schedule", ScheduleJson.write(trigger.schedule()));
    tree.put("start", trigger.start());
    tree.put("end", trigger.end());
    tree.put("calendar", trigger.calendar());
    JobJson.unless(tree, "priority", trigger.priority(), TriggerSpec.DEFAULT_PRIORITY);
    JobJson.unless(tree, "misfireInstruction", trigger.misfireInstruction(), 0);
    if (trigger.catchUp() instanceof CatchUp.All all) {
      Map<String, Object> limits = new LinkedHashMap<>();
      limits.put("max", all.max());
      limits.put("window", all.window());
      tree.put("catchUpAll", limits);
    } else {
      JobJson.unless(
          tree, "catchUp", trigger.catchUp() instanceof CatchUp.Skip ? "skip" : "last", "last");
    }
    JobJson.unless(tree, "spread", trigger.spread(), Duration.ZERO);
    tree.put("since", trigger.since());
    JobJson.word(tree, "mode", trigger.mode(), TriggerMode.NORMAL);
    if (!trigger.data().isEmpty()) {
      tree.put("data", TypedData.write(new TreeMap<>(trigger.data())));
    }
    JobJson.unless(tree, "description", trigger.description(), "");
    JobJson.word(tree, "source", trigger.source(), Source.API);
    tree.put("edition", trigger.edition());
    tree.put(
        "wording",
        Optional.of(trigger.wording())
            .filter(w -> !w.equals(Wording.NONE))
            .map(TriggerJson::write));
    return tree;
  }

  private static Map<String, Object> write(Wording wording) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cron", wording.cron());
    JobJson.unless(tree, "spread", wording.spread(), Duration.ZERO);
    return tree;
  }

  /** A trigger of a job that is not enabled; whose it is, is known. */
  static Map<String, Object> writeResting(TriggerSpec trigger) {
    Map<String, Object> tree = write(trigger);
    tree.keySet().removeAll(Set.of("job", "jobIncarnation", "since", "edition"));
    return tree;
  }

  static TriggerSpec readResting(JobName job, Fields json, Canon canon) {
    return read(
        new TriggerName(job.value()),
        job,
        "",
        Instant.EPOCH,
        TriggerSpec.FILES_EDITION,
        json,
        canon);
  }

  static TriggerSpec read(TriggerName name, Fields json, Canon canon) {
    return read(
        name,
        new JobName(json.required("job")),
        json.required("jobIncarnation"),
        canon.of(Instant.parse(json.required("since"))),
        canon.of(json.required("edition")),
        json,
        canon);
  }

  private static TriggerSpec read(
      TriggerName name,
      JobName job,
      String incarnation,
      Instant since,
      String edition,
      Fields json,
      Canon canon) {
    return new TriggerSpec(
        name,
        job,
        incarnation,
        ScheduleJson.read(
            json.object("schedule")
                .orElseThrow(() -> new IllegalArgumentException("\"schedule\" is missing")),
            canon),
        canon.of(json.instant("start")),
        canon.of(json.instant("end")),
        canon.of(json.text("calendar")),
        json.integer("priority").orElse(TriggerSpec.DEFAULT_PRIORITY),
        json.integer("misfireInstruction").orElse(0),
        canon.of(catchUp(json)),
        canon.of(json.duration("spread", Duration.ZERO)),
        since,
        json.word("mode", TriggerMode.class, TriggerMode.NORMAL),
        json.data(),
        canon.of(json.text("description").orElse("")),
        json.word("source", Source.class, Source.API),
        edition,
        canon.of(json.object("wording").map(TriggerJson::wording).orElse(Wording.NONE)));
  }

  private static Wording wording(Fields json) {
    return new Wording(json.text("cron"), json.duration("spread", Duration.ZERO));
  }

  private static CatchUp catchUp(Fields json) {
    if (json.object("catchUpAll").isPresent()) {
      Fields limits = json.object("catchUpAll").get();
      return new CatchUp.All(
          Math.toIntExact(limits.json().requiredNumber("max")),
          Duration.parse(limits.required("window")));
    }
    String word = json.text("catchUp").orElse("last");
    return switch (word) {
      case "skip" -> SKIP;
      case "last" -> LAST;
      default -> throw new IllegalArgumentException("\"" + word + "\" is no rule of catch-up");
    };
  }
}
