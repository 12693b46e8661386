package dev.tenure.node;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.store.Bytes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Somebody's word that a node is to lead nothing.
 *
 * @param by who said so, for people; may be empty
 * @param since when, by the clock of the node that was asked
 */
public record Drain(String by, Instant since) {

  Bytes bytes() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("by", by);
    tree.put("since", since);
    return Bytes.utf8(Json.write(tree));
  }

  /** What a mark says; one that somebody wrote by hand counts, too, whatever it says. */
  static Drain read(Bytes value) {
    try {
      JsonObject json = JsonObject.parse(value.utf8());
      return new Drain(json.text("by").orElse(""), json.instant("since").orElse(Instant.EPOCH));
    } catch (RuntimeException e) {
      return new Drain("", Instant.EPOCH);
    }
  }
}
