package dev.tenure.alert;

import dev.tenure.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One message about an alert.
 *
 * @param key the same whenever this message is sent, by whichever node: who has got one with it may
 *     drop another one
 * @param event what it says
 * @param alert what it is about
 * @param standing whether that goes on
 * @param since when it began
 * @param at when the message was made
 * @param count how often it happened since the message before
 * @param total how often it happened since it began
 * @param subject what there is to say, and to whom
 */
public record Notice(
    String key,
    Event event,
    AlertId alert,
    Alert.Standing standing,
    Instant since,
    Instant at,
    long count,
    long total,
    Subject subject) {

  /** What a message says. */
  public enum Event {
    /** It has begun. */
    OPENED,
    /** It goes on, or has happened again. */
    REPEATED,
    /** It is over. */
    RESOLVED
  }

  /** The number of this message among those of its alert. */
  long sequence() {
    return Long.parseLong(key.substring(key.lastIndexOf('-') + 1));
  }

  /** The number of the form of {@link #json}. */
  static final int FORM = 1;

  /**
   * The message as JSON, as {@code docs/operations/alerts.md} describes it.
   *
   * @param cluster the root of the cluster's keys
   * @param node who sends it
   */
  public String json(String cluster, String node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", FORM);
    json.put("key", key);
    json.put("event", word(event));
    json.put("alert", alert.toString());
    json.put("kind", alert.kind().word());
    json.put("standing", word(standing));
    json.put("group", alert.group());
    json.put("job", alert.job());
    json.put("since", since);
    json.put("at", at);
    json.put("count", count);
    json.put("total", total);
    json.put("message", subject.message());
    json.put("facts", subject.facts());
    json.put("cluster", cluster);
    json.put("node", node);
    return Json.write(json);
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
