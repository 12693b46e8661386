package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.json.JsonWriter;
import dev.tenure.json.TypedData;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs, attempts and skipped ranges of one job as JSON, in states and in chunks alike. */
final class RunJson {

  private static final String STARTED = "STARTED";

  private final GroupName group;
  private final JobName job;
  private final KnownNames names;

  RunJson(GroupName group, JobName job, KnownNames names) {
    this.group = group;
    this.job = job;
    this.names = names;
  }

  void open(JsonWriter to, OpenRun run) {
    to.object();
    id(to, run.id());
    claimed(to, run, STARTED);
    to.end();
  }

  void end(JsonWriter to, FinishedRun end) {
    to.object();
    id(to, end.id());
    claimed(to, end.run(), end.state().name());
    end.started().ifPresent(started -> to.instant("started", started));
    to.instant("finished", end.finished());
    end.result().ifPresent(result -> to.text("result", result));
    end.error().ifPresent(error -> error(to, error));
    end.progress().ifPresent(progress -> to.text("progress", progress));
    to.end();
  }

  private void id(JsonWriter to, RunId id) {
    to.text("run", id.toString());
    to.instant("slot", id.slotMillis());
  }

  private static void claimed(JsonWriter to, OpenRun run, String state) {
    to.text("kind", run.kind().word());
    to.text("state", state);
    to.number("term", run.term().number());
    to.text("node", run.node());
    to.instant("claimed", run.claimed());
    passed(to, run.data());
  }

  static void passed(JsonWriter to, Map<String, Object> data) {
    if (!data.isEmpty()) {
      to.tree("data", TypedData.write(data));
    }
  }

  static void error(JsonWriter to, RunError error) {
    to.object("error").text("type", error.type()).text("message", error.message());
    if (!error.stack().isEmpty()) {
      to.text("stack", error.stack());
    }
    to.end();
  }

  void attempt(JsonWriter to, PendingAttempt attempt) {
    to.object();
    id(to, attempt.run());
    to.text("kind", attempt.kind().word());
    to.instant("due", attempt.due());
    passed(to, attempt.data());
    to.end();
  }

  void range(JsonWriter to, SkippedRange range) {
    range(to, range, job);
  }

  static void range(JsonWriter to, SkippedRange range, JobName job) {
    to.object();
    if (!range.trigger().isOf(job)) {
      to.text("trigger", range.trigger().value());
    }
    to.instant("from", range.from()).instant("to", range.to()).number("count", range.count());
    if (!range.exact()) {
      to.bool("at-least", true);
    }
    to.text("reason", range.reason().word()).end();
  }

  /** What a run may be made of; which parts must be there depends on what it is. */
  private final class Parts {
    @Nullable RunId id;
    @Nullable RunKind kind;
    String state = "";
    long term;
    String node = "";
    @Nullable Instant claimed;
    @Nullable Instant started;
    @Nullable Instant finished;
    @Nullable Instant due;
    @Nullable String result;
    @Nullable RunError error;
    @Nullable String progress;
    Map<String, Object> data = Map.of();

    Parts(JsonReader from) {
      from.beginObject();
      for (String name = from.nextName(); name != null; name = from.nextName()) {
        switch (name) {
          case "run" -> id = readId(from.text());
          case "kind" -> kind = RunKind.of(from.text());
          case "state" -> state = from.text();
          case "term" -> term = from.number();
          case "node" -> node = names.word(from.text());
          case "claimed" -> claimed = from.instant();
          case "started" -> started = from.instant();
          case "finished" -> finished = from.instant();
          case "due" -> due = from.instant();
          case "result" -> result = from.text();
          case "error" -> error = readError(from);
          case "progress" -> progress = from.text();
          case "data" -> data = TypedData.read(from.tree());
          default -> from.skip();
        }
      }
    }

    OpenRun run() {
      if (node.isEmpty()) {
        throw new IllegalArgumentException("\"node\" is missing");
      }
      return new OpenRun(
          there("run", id), there("kind", kind), new Term(term), node, claimedThere(), data);
    }

    private Instant claimedThere() {
      return there("claimed", claimed);
    }
  }

  static <T> T there(String name, @Nullable T part) {
    if (part == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return part;
  }

  private RunId readId(String text) {
    RunId id = RunId.parse(text);
    if (!id.group().equals(group) || !id.job().equals(job)) {
      throw new IllegalArgumentException("run " + id + " is not one of job " + job);
    }
    return new RunId(
        group, job, names.trigger(id.trigger().value()), id.slotMillis(), id.attempt());
  }

  OpenRun readOpen(JsonReader from) {
    return new Parts(from).run();
  }

  FinishedRun readEnd(JsonReader from) {
    Parts parts = new Parts(from);
    return new FinishedRun(
        parts.run(),
        EndState.of(parts.state),
        Optional.ofNullable(parts.started),
        there("finished", parts.finished),
        Optional.ofNullable(parts.result),
        Optional.ofNullable(parts.error),
        Optional.ofNullable(parts.progress));
  }

  PendingAttempt readAttempt(JsonReader from) {
    Parts parts = new Parts(from);
    return new PendingAttempt(
        there("run", parts.id), there("kind", parts.kind), there("due", parts.due), parts.data);
  }

  static RunError readError(JsonReader from) {
    String type = "";
    String message = "";
    String stack = "";
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "type" -> type = from.text();
        case "message" -> message = from.text();
        case "stack" -> stack = from.text();
        default -> from.skip();
      }
    }
    return new RunError(type, message, stack);
  }

  SkippedRange readRange(JsonReader from) {
    TriggerName trigger = names.trigger(job.value());
    Instant first = null;
    Instant last = null;
    long count = 0;
    boolean exact = true;
    SkipReason reason = null;
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "trigger" -> trigger = names.trigger(from.text());
        case "from" -> first = from.instant();
        case "to" -> last = from.instant();
        case "count" -> count = from.number();
        case "at-least" -> exact = !from.bool();
        case "reason" -> reason = SkipReason.of(from.text());
        default -> from.skip();
      }
    }
    return new SkippedRange(
        trigger, there("from", first), there("to", last), count, exact, there("reason", reason));
  }
}
