package dev.tenure.definition;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.NodeName;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Values as they lie in the store: JSON on one line, with who wrote it, when, and a random word
 * that makes each value one that nobody else has written. Confined to one thread.
 */
final class Codec {

  /** A request that is announced and not yet to be seen: see {@link Submission}. */
  record Announced(String id) {}

  private final Canon canon = new Canon();

  /** Throws {@link IllegalArgumentException} for data that has no form in JSON. */
  Bytes write(Object value, Written written, String change) {
    Map<String, Object> tree = new LinkedHashMap<>(tree(value));
    tree.put("by", written.by());
    tree.put("at", written.at());
    tree.put("change", change);
    return Bytes.utf8(Json.write(tree));
  }

  private static Map<String, Object> tree(Object value) {
    if (value instanceof JobSpec job) {
      return JobJson.write(job);
    } else if (value instanceof TriggerSpec trigger) {
      return TriggerJson.write(trigger);
    } else if (value instanceof CalendarSpec calendar) {
      return CalendarJson.write(calendar);
    } else if (value instanceof Request request) {
      return RequestJson.write(request);
    } else if (value instanceof Pauses pauses) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("triggerGroups", pauses.triggerGroups().stream().sorted().toList());
      tree.put("jobGroups", pauses.jobGroups().stream().sorted().toList());
      tree.put("except", pauses.except().stream().sorted().toList());
      return tree;
    } else if (value instanceof AppliedFiles files) {
      Map<String, Object> tree = new LinkedHashMap<>();
      files.version().ifPresent(version -> tree.put("version", version));
      tree.put("modified", files.modified());
      tree.put("digest", files.digest());
      tree.put("calendars", files.calendars().stream().sorted().toList());
      return tree;
    } else if (value instanceof Term term) {
      return Map.of("term", term.number());
    } else if (value instanceof Announced) {
      return Map.of("announced", true);
    }
    throw new IllegalArgumentException("no form for a " + value.getClass().getName());
  }

  /** Throws {@link RuntimeException} of several kinds for what is not such a value. */
  Kept<?> read(Thing thing, Entry entry) {
    JsonObject json = JsonObject.parse(entry.value().utf8());
    return new Kept<>(
        value(thing, new Fields(json)),
        entry.createRevision(),
        entry.modRevision(),
        canon.of(written(json)));
  }

  /** Who wrote a value of ours; empty for one that cannot be read. */
  static Optional<Written> writer(Bytes value) {
    try {
      return Optional.of(written(JsonObject.parse(value.utf8())));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Written written(JsonObject json) {
    return new Written(new NodeName(json.requiredText("by")), json.requiredInstant("at"));
  }

  private Object value(Thing thing, Fields json) {
    if (thing instanceof Thing.Job job) {
      return JobJson.read(job.name(), json, canon);
    } else if (thing instanceof Thing.Trigger trigger) {
      return TriggerJson.read(trigger.name(), json, canon);
    } else if (thing instanceof Thing.Calendar) {
      return CalendarJson.read(json);
    } else if (thing instanceof Thing.Asked asked) {
      return json.bool("announced", false)
          ? new Announced(asked.id())
          : RequestJson.read(asked.id(), json);
    } else if (thing instanceof Thing.Paused) {
      return new Pauses(
          Set.copyOf(json.texts("triggerGroups")),
          Set.copyOf(json.texts("jobGroups")),
          Set.copyOf(json.texts("except").stream().map(TriggerName::new).toList()));
    } else if (thing instanceof Thing.Applied) {
      return new AppliedFiles(
          json.number("version").map(OptionalLong::of).orElse(OptionalLong.empty()),
          Instant.parse(json.required("modified")),
          json.required("digest"),
          Set.copyOf(json.texts("calendars")));
    }
    return new Term(json.json().requiredNumber("term"));
  }
}
