package dev.tenure.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@link JobState} as JSON that a person can read with {@code etcdctl get}, and back. */
final class JobStateJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String STARTED = "STARTED";

  private final GroupName group;
  private final JobName job;

  JobStateJson(GroupName group, JobName job) {
    this.group = group;
    this.job = job;
  }

  String write(JobState state) {
    ObjectNode root = MAPPER.createObjectNode();
    state.cursor().ifPresent(cursor -> root.put("cursor", cursor.toString()));
    root.put("finished", state.finished());
    state.open().forEach(run -> run(root.withArray("open"), run, STARTED));
    state.last().forEach(end -> end(root.withArray("last"), end));
    state.skipped().forEach(range -> range(root.withArray("skipped"), range));
    if (!state.data().isEmpty()) {
      root.set("data", KeptData.write(state.data()));
    }
    return root.toString();
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  JobState read(String json) {
    try {
      return read(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + e.getMessage(), e);
    }
  }

  private JobState read(JsonNode root) {
    if (!root.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    Map<String, Object> data = root.has("data") ? KeptData.read(root.get("data")) : Map.of();
    return new JobState(
        text(root, "cursor").map(Instant::parse),
        list(root, "open", this::run),
        list(root, "last", this::end),
        root.path("finished").asLong(),
        list(root, "skipped", JobStateJson::range),
        data);
  }

  private static ObjectNode run(ArrayNode into, OpenRun run, String state) {
    return into.addObject()
        .put("run", run.id().toString())
        .put("slot", run.slot().toString())
        .put("kind", run.kind().word())
        .put("attempt", run.id().attempt())
        .put("state", state)
        .put("term", run.term().number())
        .put("node", run.node())
        .put("claimed", run.claimed().toString());
  }

  private static void end(ArrayNode into, FinishedRun end) {
    ObjectNode node = run(into, end.run(), end.state().name());
    end.started().ifPresent(started -> node.put("started", started.toString()));
    node.put("finished", end.finished().toString());
    end.result().ifPresent(result -> node.put("result", result));
    end.error()
        .ifPresent(
            error ->
                node.putObject("error").put("type", error.type()).put("message", error.message()));
  }

  private static void range(ArrayNode into, SkippedRange range) {
    ObjectNode node =
        into.addObject()
            .put("from", range.from().toString())
            .put("to", range.to().toString())
            .put("count", range.count());
    if (!range.exact()) {
      node.put("at-least", true);
    }
    node.put("reason", range.reason().word());
  }

  private OpenRun run(JsonNode node) {
    Instant slot = Instant.parse(required(node, "slot"));
    int attempt = node.path("attempt").asInt();
    return new OpenRun(
        new RunId(group, job, slot.toEpochMilli(), attempt),
        word(RunKind.values(), RunKind::word, required(node, "kind")),
        new Term(node.path("term").asLong()),
        required(node, "node"),
        Instant.parse(required(node, "claimed")));
  }

  private FinishedRun end(JsonNode node) {
    JsonNode error = node.path("error");
    return new FinishedRun(
        run(node),
        word(EndState.values(), EndState::name, required(node, "state")),
        text(node, "started").map(Instant::parse),
        Instant.parse(required(node, "finished")),
        text(node, "result"),
        error.isObject()
            ? Optional.of(new RunError(required(error, "type"), required(error, "message")))
            : Optional.empty());
  }

  private static SkippedRange range(JsonNode node) {
    return new SkippedRange(
        Instant.parse(required(node, "from")),
        Instant.parse(required(node, "to")),
        node.path("count").asLong(),
        !node.path("at-least").asBoolean(),
        word(SkipReason.values(), SkipReason::word, required(node, "reason")));
  }

  private static <T> List<T> list(JsonNode root, String field, Function<JsonNode, T> element) {
    List<T> all = new ArrayList<>();
    root.path(field).forEach(node -> all.add(element.apply(node)));
    return all;
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }

  private static String required(JsonNode node, String field) {
    return text(node, field)
        .orElseThrow(() -> new IllegalArgumentException("\"" + field + "\" is missing"));
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
