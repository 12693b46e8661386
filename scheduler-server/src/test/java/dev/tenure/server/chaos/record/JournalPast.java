package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import dev.tenure.verify.Fact;
import dev.tenure.verify.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every record that the journal ever held, read from what the recorder heard. */
public final class JournalPast {

  private final GroupName group;
  private final String prefix;

  /** Of one group under a root. */
  public JournalPast(String root, String group) {
    this.group = new GroupName(group);
    prefix = root + "/journal/" + group + "/";
  }

  /** All records in the order in which they were written. */
  public List<Fact> facts(List<Recorded> all) {
    List<Fact> facts = new ArrayList<>();
    for (Recorded event : all) {
      if (isEntry(event)) {
        JsonNode entry = Json.parse(String.valueOf(event.value()));
        Stamp stamp = stamp(event, entry);
        entry.path("records").forEach(record -> fact(record, stamp).ifPresent(facts::add));
      }
    }
    return facts;
  }

  boolean isEntry(Recorded event) {
    return !event.deletion() && event.key().startsWith(prefix) && !event.key().endsWith("/folded");
  }

  /** Term and number of an entry, as a state names them. */
  String position(Recorded event) {
    String[] part = event.key().substring(prefix.length()).split("-", -1);
    return Long.parseLong(part[0]) + "-" + Long.parseLong(part[1]);
  }

  private Stamp stamp(Recorded event, JsonNode entry) {
    return new Stamp(
        event.revision(),
        Json.term(event.key().substring(prefix.length())),
        entry.get("node").asText(),
        Instant.parse(entry.get("at").asText()),
        Instant.ofEpochMilli(event.wall()));
  }

  private Optional<Fact> fact(JsonNode record, Stamp stamp) {
    String what = record.fieldNames().next();
    Fact fact =
        switch (what) {
          case "opened" -> new Fact.Opened(group, stamp);
          case "claimed" ->
              new Fact.Claimed(
                  run(what, record),
                  word(RunKind.values(), RunKind::word, record.path("kind").asText("scheduled")),
                  record.path("edition").asText(),
                  record.path("requested").asBoolean(),
                  stamp);
          case "ended" ->
              new Fact.Ended(
                  run(what, record),
                  EndState.valueOf(record.get("state").asText()),
                  instant(record.path("next"), "due"),
                  record.path("right").asLong(0),
                  stamp);
          case "lost" ->
              new Fact.Ended(run(what, record), EndState.LOST, instant(record, "rerun"), stamp);
          case "skipped" -> passed(record, stamp);
          case "forgot" ->
              new Fact.Forgot(
                  group, new JobName(record.get(what).asText()), Optional.empty(), stamp);
          case "forgot-trigger" ->
              new Fact.Forgot(
                  group,
                  new JobName(record.get(what).asText()),
                  Optional.of(new TriggerName(record.get("trigger").asText())),
                  stamp);
          case "sealed", "dropped", "removed" -> null;
          default -> throw new IllegalStateException("\"" + what + "\" is not a record");
        };
    return Optional.ofNullable(fact);
  }

  private Fact passed(JsonNode record, Stamp stamp) {
    String job = record.get("skipped").asText();
    TriggerName trigger = new TriggerName(record.path("trigger").asText(job));
    List<SkippedRange> ranges = new ArrayList<>();
    for (JsonNode range : record.path("ranges")) {
      ranges.add(
          new SkippedRange(
              trigger,
              Instant.parse(range.get("from").asText()),
              Instant.parse(range.get("to").asText()),
              range.get("count").asLong(),
              !range.path("at-least").asBoolean(),
              word(SkipReason.values(), SkipReason::word, range.get("reason").asText())));
    }
    return new Fact.Passed(
        group,
        new JobName(job),
        trigger,
        record.path("edition").asText(),
        ranges,
        Instant.parse(record.get("cursor").asText()),
        stamp);
  }

  private static Optional<Instant> instant(JsonNode json, String name) {
    return json.has(name) ? Optional.of(Instant.parse(json.get(name).asText())) : Optional.empty();
  }

  private RunId run(String what, JsonNode record) {
    return RunId.parse(Json.runId(group.value(), what, record));
  }

  private static <T> T word(T[] values, Function<T, String> wordOf, String word) {
    return Arrays.stream(values)
        .filter(value -> wordOf.apply(value).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("\"" + word + "\" is no word of the ledger"));
  }
}
