package dev.tenure.server.http;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunError;
import dev.tenure.model.RunId;
import dev.tenure.node.Proclamation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs as the interface shows them. */
final class RunJson {

  private RunJson() {}

  /** The state of a run that has not ended. */
  static final String STARTED = "STARTED";

  /**
   * A run in progress.
   *
   * @param told what the leader tells of its runs
   */
  static Map<String, Object> of(OpenRun run, List<Proclamation.Run> told) {
    Optional<Proclamation.Run> shown = told.stream().filter(one -> isOf(one, run.id())).findFirst();
    Optional<Instant> started =
        shown.map(Proclamation.Run::started).filter(at -> at.isAfter(Instant.EPOCH));
    Map<String, Object> json = claim(run, STARTED);
    json.put("started", started.map(Times::text));
    lateness(json, run, started.orElse(run.claimed()));
    json.put(
        "progress",
        shown
            .filter(one -> one.percent() >= 0)
            .map(one -> (one.percent() + " % " + one.message()).strip()));
    data(json, run);
    return json;
  }

  static Map<String, Object> of(FinishedRun end) {
    OpenRun run = end.run();
    Map<String, Object> json = claim(run, end.state().name());
    json.put("started", end.started().map(Times::text));
    json.put("finished", Times.text(end.finished()));
    lateness(json, run, end.started().orElse(run.claimed()));
    json.put("durationMillis", duration(end));
    json.put("result", end.result());
    json.put("error", end.error().map(RunJson::error));
    json.put("progress", end.progress());
    data(json, run);
    return json;
  }

  /** A run in a few words, for the list of a job's last ones. */
  static Map<String, Object> brief(FinishedRun end) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", end.id().toString());
    json.put("state", end.state().name());
    json.put("slot", Times.text(end.run().slot()));
    json.put("finished", Times.text(end.finished()));
    json.put("durationMillis", duration(end));
    return json;
  }

  private static Optional<Long> duration(FinishedRun end) {
    return end.started().map(started -> Times.millis(started, end.finished()));
  }

  private static boolean isOf(Proclamation.Run told, RunId id) {
    return told.job().equals(id.job().value())
        && told.attempt() == id.attempt()
        && told.slot().toEpochMilli() == id.slotMillis();
  }

  private static Map<String, Object> claim(OpenRun run, String state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.id().toString());
    json.put("group", run.id().group().value());
    json.put("job", run.id().job().value());
    json.put("trigger", run.id().trigger().value());
    json.put("slot", Times.text(run.slot()));
    json.put("attempt", run.id().attempt());
    json.put("kind", run.kind().name());
    json.put("state", state);
    json.put("term", run.term().number());
    json.put("node", run.node());
    json.put("claimed", Times.text(run.claimed()));
    return json;
  }

  /** A further attempt waits on purpose. */
  private static void lateness(Map<String, Object> json, OpenRun run, Instant began) {
    if (run.id().attempt() == 1) {
      json.put("latenessMillis", Times.millis(run.slot(), began));
    }
  }

  private static void data(Map<String, Object> json, OpenRun run) {
    if (!run.data().isEmpty()) {
      json.put("data", run.data());
    }
  }

  private static Map<String, Object> error(RunError error) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", error.type());
    json.put("message", error.message());
    if (!error.stack().isEmpty()) {
      json.put("stack", error.stack());
    }
    return json;
  }
}
