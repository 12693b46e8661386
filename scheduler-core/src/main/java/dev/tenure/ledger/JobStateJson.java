package dev.tenure.ledger;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@link JobState} as JSON that a person can read with {@code etcdctl get}, and back. */
final class JobStateJson {

  private static final String STARTED = "STARTED";

  private final GroupName group;
  private final JobName job;

  JobStateJson(GroupName group, JobName job) {
    this.group = group;
    this.job = job;
  }

  String write(JobState state) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("cursor", state.cursor());
    root.put("finished", state.finished());
    root.put("open", list(state.open(), run -> run(run, STARTED)));
    root.put("last", list(state.last(), JobStateJson::end));
    root.put("skipped", list(state.skipped(), JobStateJson::range));
    root.put(
        "data", Optional.of(state.data()).filter(data -> !data.isEmpty()).map(KeptData::write));
    return Json.write(root);
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  JobState read(String json) {
    JsonObject root = JsonObject.parse(json);
    return new JobState(
        ifThere(root, "cursor", root::requiredInstant),
        list(root, "open", this::run),
        list(root, "last", this::end),
        root.number("finished").orElse(0L),
        list(root, "skipped", JobStateJson::range),
        ifThere(root, "data", root::requiredObject)
            .map(data -> KeptData.read(data.members()))
            .orElse(Map.of()));
  }

  private static Map<String, Object> run(OpenRun run, String state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", run.id());
    tree.put("slot", run.slot());
    tree.put("kind", run.kind().word());
    tree.put("attempt", run.id().attempt());
    tree.put("state", state);
    tree.put("term", run.term().number());
    tree.put("node", run.node());
    tree.put("claimed", run.claimed());
    return tree;
  }

  private static Map<String, Object> end(FinishedRun end) {
    Map<String, Object> tree = run(end.run(), end.state().name());
    tree.put("started", end.started());
    tree.put("finished", end.finished());
    tree.put("result", end.result());
    tree.put("error", end.error().map(JobStateJson::error));
    return tree;
  }

  private static Map<String, Object> error(RunError error) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", error.type());
    tree.put("message", error.message());
    return tree;
  }

  private static Map<String, Object> range(SkippedRange range) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", range.from());
    tree.put("to", range.to());
    tree.put("count", range.count());
    tree.put("at-least", Optional.of(true).filter(atLeast -> !range.exact()));
    tree.put("reason", range.reason().word());
    return tree;
  }

  private OpenRun run(JsonObject run) {
    return new OpenRun(
        new RunId(
            group,
            job,
            run.requiredInstant("slot").toEpochMilli(),
            (int) run.requiredNumber("attempt")),
        word(RunKind.values(), RunKind::word, run.requiredText("kind")),
        new Term(run.requiredNumber("term")),
        run.requiredText("node"),
        run.requiredInstant("claimed"));
  }

  private FinishedRun end(JsonObject end) {
    return new FinishedRun(
        run(end),
        word(EndState.values(), EndState::name, end.requiredText("state")),
        ifThere(end, "started", end::requiredInstant),
        end.requiredInstant("finished"),
        end.text("result"),
        end.object("error")
            .map(error -> new RunError(error.requiredText("type"), error.requiredText("message"))));
  }

  private static SkippedRange range(JsonObject range) {
    return new SkippedRange(
        range.requiredInstant("from"),
        range.requiredInstant("to"),
        range.requiredNumber("count"),
        !range.bool("at-least").orElse(false),
        word(SkipReason.values(), SkipReason::word, range.requiredText("reason")));
  }

  /** A list that is left out when it is empty. */
  private static <T> Optional<List<Map<String, Object>>> list(
      List<T> all, Function<T, Map<String, Object>> element) {
    return Optional.of(all)
        .filter(some -> !some.isEmpty())
        .map(some -> some.stream().map(element).toList());
  }

  private static <T> List<T> list(JsonObject object, String name, Function<JsonObject, T> element) {
    return ifThere(object, name, object::requiredObjects).orElse(List.of()).stream()
        .map(element)
        .toList();
  }

  /** What may be left out must be right where it stands: a broken cursor is not an absent one. */
  private static <T> Optional<T> ifThere(
      JsonObject object, String name, Function<String, T> required) {
    return object.has(name) ? Optional.of(required.apply(name)) : Optional.empty();
  }

  private static <T> T word(T[] all, Function<T, String> word, String wanted) {
    for (T one : all) {
      if (word.apply(one).equals(wanted)) {
        return one;
      }
    }
    throw new IllegalArgumentException("\"" + wanted + "\" is not a word of the ledger");
  }
}
