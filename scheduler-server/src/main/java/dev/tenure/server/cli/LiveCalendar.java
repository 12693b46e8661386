package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A calendar as the cluster has it.
 *
 * @param group whose
 * @param name which
 * @param answer what the node says of it
 */
record LiveCalendar(String group, String name, JsonObject answer) {

  /** The calendars of a group, or of all groups, sorted by group and name. */
  static List<LiveCalendar> all(NodeClient client, Optional<String> group) {
    List<String> groups = group.map(List::of).orElseGet(() -> groups(client));
    List<LiveCalendar> all = new ArrayList<>();
    for (String each : groups) {
      for (JsonObject calendar :
          client.get(ApiPath.of("groups", each, "calendars").text()).json().objects("calendars")) {
        all.add(new LiveCalendar(each, calendar.text("calendar").orElse("-"), calendar));
      }
    }
    return all;
  }

  /** The groups that the node stands in. */
  static List<String> groups(NodeClient client) {
    return client.get(ApiPath.of("groups").text()).json().objects("groups").stream()
        .flatMap(each -> each.text("group").stream())
        .sorted()
        .toList();
  }

  static ApiPath path(String group, String name) {
    return ApiPath.of("groups", group, "calendars", name);
  }

  boolean isOfJobFiles() {
    return answer.text("source").filter("FILES"::equals).isPresent();
  }

  /** The edition that was read. */
  String etag() {
    return "\"" + answer.number("revision").orElse(0L) + "\"";
  }

  /** Its definition in the words of a job file. */
  Map<String, Object> definition() {
    return answer.object("definition").map(JsonObject::members).orElse(Map.of());
  }
}
