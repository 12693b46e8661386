package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/** A second reading of what the product writes, which shares nothing with the product's own. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be read: " + json, e);
    }
  }

  static long millis(JsonNode instant) {
    return Instant.parse(instant.asText()).toEpochMilli();
  }

  /** Of the end of an entry's key. */
  static long term(String position) {
    return Long.parseLong(position.substring(0, position.indexOf('-')));
  }

  static String runId(String group, String what, JsonNode record) {
    String job = record.get(what).asText();
    String trigger = record.path("trigger").asText(job);
    return group
        + "/"
        + job
        + (trigger.equals(job) ? "" : "/" + trigger)
        + "/"
        + millis(record.get("slot"))
        + "/"
        + record.path("attempt").asInt(1);
  }
}
