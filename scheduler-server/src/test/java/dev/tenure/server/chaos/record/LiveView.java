package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the journal says so far, as it is heard: enough to choose from and to wait for. Its own
 * reading of the records, apart from the product's.
 */
public final class LiveView {

  private final String group;
  private final String journal;
  private final String election;
  private final Set<String> open = new ConcurrentSkipListSet<>();
  private final Map<String, Long> cursors = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
  private final Set<Long> terms = new ConcurrentSkipListSet<>();

  /** Of one group under a root. */
  public LiveView(String root, String group) {
    this.group = group;
    journal = root + "/journal/" + group + "/";
    election = root + "/election/" + group + "/";
  }

  /** Takes a change in. */
  public void heard(Recorded event) {
    String value = event.value();
    if (value == null || !event.key().startsWith(journal) || event.key().endsWith("/folded")) {
      return;
    }
    terms.add(Json.term(event.key().substring(journal.length())));
    for (JsonNode record : Json.parse(value).path("records")) {
      String what = record.fieldNames().next();
      switch (what) {
        case "claimed" -> {
          open.add(Json.runId(group, what, record));
          if (record.path("attempt").asInt(1) == 1 && !record.path("requested").asBoolean()) {
            cursors.merge(trigger(what, record), Json.millis(record.get("slot")), Math::max);
          }
        }
        case "ended", "lost" -> {
          open.remove(Json.runId(group, what, record));
          String end = what.equals("lost") ? "LOST" : record.path("state").asText();
          ends.computeIfAbsent(end, e -> new LongAdder()).increment();
        }
        case "skipped" ->
            cursors.merge(trigger(what, record), Json.millis(record.get("cursor")), Math::max);
        default -> {
          // Says nothing about slots.
        }
      }
    }
  }

  private static String trigger(String what, JsonNode record) {
    return record.path("trigger").asText(record.get(what).asText());
  }

  /** The ids of the runs that have begun and not ended. */
  public List<String> open() {
    return List.copyOf(open);
  }

  /** Up to which slot a trigger's account goes; the least number when nothing is known of it. */
  public long cursor(String trigger) {
    return cursors.getOrDefault(trigger, Long.MIN_VALUE);
  }

  /** How many runs ended how. */
  public Map<String, Long> ends() {
    Map<String, Long> counts = new java.util.TreeMap<>();
    ends.forEach((end, count) -> counts.put(end, count.sum()));
    return counts;
  }

  /** How many terms have written anything. */
  public int terms() {
    return terms.size();
  }

  /** The prefix of the candidates' keys. */
  public String election() {
    return election;
  }
}
