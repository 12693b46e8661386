package dev.tenure.definition;

import dev.tenure.json.TypedData;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests as JSON and back. Their ids are in their keys. */
final class RequestJson {

  private RequestJson() {}

  static Map<String, Object> write(Request request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (request instanceof RunRequest run) {
      tree.put("run", run.job());
      tree.put("slot", run.slot());
      if (!run.data().isEmpty()) {
        tree.put("data", TypedData.write(new TreeMap<>(run.data())));
      }
    } else if (request instanceof InterruptRequest interrupt) {
      tree.put("interrupt", interrupt.run());
    } else if (request instanceof HandOverRequest handOver) {
      tree.put("hand-over", handOver.term());
    }
    tree.put("who", request.who());
    tree.put("when", request.when());
    return tree;
  }

  static Request read(String id, Fields json) {
    String who = json.text("who").orElse("");
    Instant when = Instant.parse(json.required("when"));
    if (json.text("interrupt").isPresent()) {
      return new InterruptRequest(id, RunId.parse(json.required("interrupt")), who, when);
    }
    Optional<Long> term = json.number("hand-over");
    if (term.isPresent()) {
      return new HandOverRequest(id, term.get(), who, when);
    }
    return new RunRequest(
        id,
        new JobName(json.required("run")),
        json.data(),
        who,
        when,
        Instant.parse(json.required("slot")));
  }
}
