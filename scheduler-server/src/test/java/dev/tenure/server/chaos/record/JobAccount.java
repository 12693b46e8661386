package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the records of a journal come to for one job; an own reading of them. */
final class JobAccount {

  /**
   * Where a trigger stands.
   *
   * @param slot in milliseconds
   */
  record Mark(long slot, String edition) {}

  /** A claim and its end. */
  record Ran(long term, String node, String state) {}

  private final String group;
  final Map<String, Mark> cursors = new TreeMap<>();
  final TreeSet<String> open = new TreeSet<>();
  final Map<String, Ran> runs = new HashMap<>();
  long finished;

  JobAccount(String group) {
    this.group = group;
  }

  void add(JsonNode record, long term, String node) {
    String what = record.fieldNames().next();
    switch (what) {
      case "claimed" -> claimed(record, term, node);
      case "ended" -> ended(Json.runId(group, what, record), record.get("state").asText());
      case "lost" -> ended(Json.runId(group, what, record), "LOST");
      case "skipped" -> move(record, what, Json.millis(record.get("cursor")));
      case "forgot-trigger" -> gone(Set.of(record.get("trigger").asText()));
      case "forgot" -> gone(Set.copyOf(cursors.keySet()));
      case "removed" -> {
        cursors.clear();
        open.clear();
        finished = 0;
      }
      default -> {
        // Where older runs lie changes nothing about them.
      }
    }
  }

  /** Where triggers without a definition stood is kept, of the sixteen that stood furthest. */
  private void gone(Set<String> triggers) {
    triggers.forEach(
        trigger ->
            cursors.computeIfPresent(trigger, (name, mark) -> new Mark(mark.slot(), "gone")));
    List<String> furthestFirst =
        cursors.keySet().stream()
            .filter(trigger -> cursors.get(trigger).edition().equals("gone"))
            .sorted(Comparator.<String>comparingLong(name -> cursors.get(name).slot()).reversed())
            .toList();
    furthestFirst.stream().skip(16).forEach(cursors::remove);
  }

  private void claimed(JsonNode record, long term, String node) {
    String run = Json.runId(group, "claimed", record);
    open.add(run);
    runs.put(run, new Ran(term, node, "STARTED"));
    if (record.path("attempt").asInt(1) == 1 && !record.path("requested").asBoolean()) {
      move(record, "claimed", Json.millis(record.get("slot")));
    }
  }

  private void ended(String run, String state) {
    if (open.remove(run)) {
      finished++;
      runs.computeIfPresent(run, (id, ran) -> new Ran(ran.term(), ran.node(), state));
    }
  }

  private void move(JsonNode record, String what, long slot) {
    String trigger = record.path("trigger").asText(record.get(what).asText());
    String edition = record.path("edition").asText();
    Mark old = cursors.get(trigger);
    boolean same = old != null && old.edition().equals(edition);
    cursors.put(trigger, new Mark(same ? Math.max(old.slot(), slot) : slot, edition));
  }
}
