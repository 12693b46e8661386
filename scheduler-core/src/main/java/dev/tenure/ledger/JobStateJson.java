package dev.tenure.ledger;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import java.util.HashMap;
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
    root.put("finished", state.finished());
    root.put("cursors", list(cursors(state), entry -> cursor(entry.getKey(), entry.getValue())));
    root.put("open", list(state.open(), run -> run(run, STARTED)));
    root.put("pending", list(state.pending(), JobStateJson::attempt));
    root.put("last", list(state.last(), JobStateJson::end));
    root.put("skipped", list(state.skipped(), JobStateJson::range));
    root.put("data", state.data().map(JobStateJson::data));
    root.put("gone", state.gone());
    root.put(
        "applied", Optional.of(state.applied()).filter(applied -> !applied.equals(Position.NONE)));
    return Json.write(root);
  }

  private static List<Map.Entry<TriggerName, Cursor>> cursors(JobState state) {
    return state.cursors().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  JobState read(String json) {
    JsonObject root = JsonObject.parse(json);
    Map<TriggerName, Cursor> cursors = new HashMap<>();
    for (JsonObject cursor : ifThere(root, "cursors", root::requiredObjects).orElse(List.of())) {
      cursors.put(
          new TriggerName(cursor.requiredText("trigger")),
          new Cursor(
              cursor.requiredInstant("slot"),
              cursor.requiredText("edition"),
              cursor.requiredNumber("fired")));
    }
    return new JobState(
        cursors,
        list(root, "open", this::run),
        list(root, "pending", this::attempt),
        list(root, "last", this::end),
        root.number("finished").orElse(0L),
        list(root, "skipped", this::range),
        ifThere(root, "data", root::requiredObject)
            .map(
                data ->
                    new KeptData(
                        data.requiredText("edition"),
                        KeptData.read(data.requiredObject("values").members()))),
        ifThere(root, "gone", root::requiredInstant),
        ifThere(root, "applied", root::requiredText)
            .map(JobStateJson::position)
            .orElse(Position.NONE));
  }

  private static Position position(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("\"applied\" is not a position such as \"7-12\"");
    }
    return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private static Map<String, Object> cursor(TriggerName trigger, Cursor cursor) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("trigger", trigger);
    tree.put("slot", cursor.slot());
    tree.put("edition", cursor.edition());
    tree.put("fired", cursor.fired());
    return tree;
  }

  private static Map<String, Object> data(KeptData data) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("edition", data.edition());
    tree.put("values", KeptData.write(data.values()));
    return tree;
  }

  private static Map<String, Object> attempt(PendingAttempt attempt) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", attempt.run());
    tree.put("kind", attempt.kind().word());
    tree.put("due", attempt.due());
    tree.put("data", passed(attempt.data()));
    return tree;
  }

  private PendingAttempt attempt(JsonObject attempt) {
    return new PendingAttempt(
        id(attempt),
        word(RunKind.values(), RunKind::word, attempt.requiredText("kind")),
        attempt.requiredInstant("due"),
        passed(attempt));
  }

  private static Optional<Map<String, Object>> passed(Map<String, Object> data) {
    return data.isEmpty() ? Optional.empty() : Optional.of(KeptData.write(data));
  }

  private static Map<String, Object> passed(JsonObject run) {
    return ifThere(run, "data", run::requiredObject)
        .map(data -> KeptData.read(data.members()))
        .orElse(Map.of());
  }

  private RunId id(JsonObject run) {
    RunId id = RunId.parse(run.requiredText("run"));
    if (!id.group().equals(group) || !id.job().equals(job)) {
      throw new IllegalArgumentException("run " + id + " is not one of job " + job);
    }
    return id;
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
    tree.put("data", passed(run.data()));
    return tree;
  }

  private static Map<String, Object> end(FinishedRun end) {
    Map<String, Object> tree = run(end.run(), end.state().name());
    tree.put("started", end.started());
    tree.put("finished", end.finished());
    tree.put("result", end.result());
    tree.put("error", end.error().map(JobStateJson::error));
    tree.put("progress", end.progress());
    return tree;
  }

  private static Map<String, Object> error(RunError error) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", error.type());
    tree.put("message", error.message());
    tree.put("stack", Optional.of(error.stack()).filter(stack -> !stack.isEmpty()));
    return tree;
  }

  private static Map<String, Object> range(SkippedRange range) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("trigger", range.trigger());
    tree.put("from", range.from());
    tree.put("to", range.to());
    tree.put("count", range.count());
    tree.put("at-least", Optional.of(true).filter(atLeast -> !range.exact()));
    tree.put("reason", range.reason().word());
    return tree;
  }

  private OpenRun run(JsonObject run) {
    return new OpenRun(
        id(run),
        word(RunKind.values(), RunKind::word, run.requiredText("kind")),
        new Term(run.requiredNumber("term")),
        run.requiredText("node"),
        run.requiredInstant("claimed"),
        passed(run));
  }

  private FinishedRun end(JsonObject end) {
    return new FinishedRun(
        run(end),
        word(EndState.values(), EndState::name, end.requiredText("state")),
        ifThere(end, "started", end::requiredInstant),
        end.requiredInstant("finished"),
        end.text("result"),
        end.object("error")
            .map(
                error ->
                    new RunError(
                        error.requiredText("type"),
                        error.requiredText("message"),
                        error.text("stack").orElse(""))),
        end.text("progress"));
  }

  private SkippedRange range(JsonObject range) {
    return new SkippedRange(
        range.text("trigger").map(TriggerName::new).orElse(TriggerName.of(job)),
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
