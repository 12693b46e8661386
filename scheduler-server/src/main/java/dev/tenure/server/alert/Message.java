package dev.tenure.server.alert;

import static java.util.Locale.ROOT;

import dev.tenure.alert.Notice;
import dev.tenure.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a channel sends.
 *
 * @param key the same whenever this message is sent
 * @param event what it says, in a word
 * @param json for programs
 * @param subject for people, one line
 * @param text for people
 */
record Message(String key, String event, String json, String subject, String text) {

  /** The event of a message that only tries a channel. */
  static final String TEST = "test";

  static Message of(Notice notice, String cluster, String node) {
    String event = notice.event().name().toLowerCase(ROOT);
    return new Message(
        notice.key(),
        event,
        notice.json(cluster, node),
        "[tenure] " + event + ": " + notice.alert(),
        text(notice, cluster, node));
  }

  private static String text(Notice notice, String cluster, String node) {
    StringBuilder text = new StringBuilder(notice.subject().message()).append("\n\n");
    line(text, "alert", notice.alert().toString());
    line(text, "since", notice.since().toString());
    if (notice.count() > 1) {
      line(text, "since the last message", notice.count() + " times");
    }
    if (notice.total() > 1) {
      line(text, "since it began", notice.total() + " times");
    }
    notice.subject().facts().forEach((name, value) -> line(text, name, value));
    line(text, "cluster", cluster);
    line(text, "told by", node);
    line(text, "key", notice.key());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value.replaceAll("[\\r\\n]+", " ")).append('\n');
  }

  /** A message that says nothing but that it has arrived. */
  static Message trial(String key, Instant at, String cluster, String node) {
    String words = "a trial message of Tenure's node " + node + "; nothing is wrong";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", 1);
    json.put("key", key);
    json.put("event", TEST);
    json.put("at", at);
    json.put("message", words);
    json.put("cluster", cluster);
    json.put("node", node);
    return new Message(
        key, TEST, Json.write(json), "[tenure] test", words + "\n\ncluster: " + cluster + "\n");
  }
}
