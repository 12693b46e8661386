package dev.tenure.alert;

import static java.util.Locale.ROOT;

import dev.tenure.alert.Alert.Pending;
import dev.tenure.alert.Alert.Standing;
import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alerts as JSON and back. What one is about is in its key. */
final class AlertJson {

  private AlertJson() {}

  static String write(Alert alert) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", alert.uid());
    json.put("standing", word(alert.standing()));
    json.put("since", alert.since());
    json.put("last", alert.last());
    json.put("total", alert.total());
    json.put("untold", alert.untold());
    json.put("notices", alert.notices());
    json.put("told", alert.told());
    json.put("event", word(alert.lastEvent()));
    json.put("message", alert.subject().message());
    json.put("facts", alert.subject().facts());
    if (!alert.subject().channels().isEmpty()) {
      json.put("channels", alert.subject().channels());
    }
    if (!alert.pending().isEmpty()) {
      json.put("pending", alert.pending().stream().map(AlertJson::pending).toList());
    }
    return Json.write(json);
  }

  private static Map<String, Object> pending(Pending one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequence", one.sequence());
    json.put("event", word(one.event()));
    json.put("at", one.at());
    json.put("count", one.count());
    json.put("total", one.total());
    json.put("message", one.message());
    json.put("by", one.by());
    return json;
  }

  /** Empty for what is no alert. */
  static Optional<Alert> read(AlertId id, String text) {
    try {
      return Optional.of(read(id, JsonObject.parse(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Alert read(AlertId id, JsonObject json) {
    TreeMap<String, String> facts = new TreeMap<>();
    json.requiredObject("facts")
        .members()
        .forEach((name, value) -> facts.put(name, String.valueOf(value)));
    return new Alert(
        id,
        json.requiredText("uid"),
        Standing.valueOf(json.requiredText("standing").toUpperCase(ROOT)),
        json.requiredInstant("since"),
        json.requiredInstant("last"),
        json.requiredNumber("total"),
        json.requiredNumber("untold"),
        json.requiredNumber("notices"),
        json.requiredInstant("told"),
        event(json),
        new Subject(json.requiredText("message"), facts, texts(json)),
        json.objects("pending").stream().map(AlertJson::pending).toList());
  }

  private static Pending pending(JsonObject json) {
    return new Pending(
        json.requiredNumber("sequence"),
        event(json),
        json.requiredInstant("at"),
        json.requiredNumber("count"),
        json.requiredNumber("total"),
        json.requiredText("message"),
        json.requiredText("by"));
  }

  private static Notice.Event event(JsonObject json) {
    return Notice.Event.valueOf(json.requiredText("event").toUpperCase(ROOT));
  }

  private static List<String> texts(JsonObject json) {
    List<String> texts = new ArrayList<>();
    if (json.members().get("channels") instanceof List<?> list) {
      list.forEach(one -> texts.add(String.valueOf(one)));
    }
    return texts;
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(ROOT);
  }
}
