package dev.tenure.server.cli;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in the cluster, as a node tells it.
 *
 * @param id with which the node that told it can go on; empty when the event is not from a stream
 * @param type leader, run, job or reset
 * @param data what is known of it
 */
record ServerEvent(String id, String type, JsonObject data) {

  /** Who leads now, found by asking. */
  static ServerEvent leader(String group, Optional<JsonObject> leader) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("group", group);
    leader.ifPresent(present -> data.put("leader", present.members()));
    return new ServerEvent("", "leader", JsonObject.parse(Json.write(data)));
  }

  /** The event as an object on one line. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("event", type);
    if (!id.isEmpty()) {
      members.put("id", id);
    }
    members.put("data", data.members());
    return members;
  }
}
