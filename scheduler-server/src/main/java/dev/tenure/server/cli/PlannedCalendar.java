package dev.tenure.server.cli;

import dev.tenure.json.Json;
import dev.tenure.server.cli.PlannedJob.Change;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become of one calendar.
 *
 * @param group whose
 * @param name which
 * @param change what
 * @param body what it shall be; empty when it is to be removed
 * @param live what it is; empty when it is to be added
 */
record PlannedCalendar(
    String group,
    String name,
    Change change,
    Map<String, Object> body,
    Optional<LiveCalendar> live) {

  /** The calendar shall be as the file says. */
  static PlannedCalendar toBe(
      String group, String name, Map<String, Object> body, Optional<LiveCalendar> live) {
    boolean same =
        live.filter(now -> Json.write(now.definition()).equals(Json.write(body))).isPresent();
    Change change = live.isEmpty() ? Change.ADDED : same ? Change.UNCHANGED : Change.CHANGED;
    return new PlannedCalendar(group, name, change, body, live);
  }

  /** The calendar shall not be any more. */
  static PlannedCalendar toGo(LiveCalendar live) {
    return new PlannedCalendar(
        live.group(), live.name(), Change.REMOVED, Map.of(), Optional.of(live));
  }

  /** Whether jobs may see it otherwise after the plan was carried out. */
  boolean isPending() {
    return change == Change.ADDED || change == Change.CHANGED;
  }

  /** Makes it so. */
  void carryOut(NodeClient client) {
    String path = LiveCalendar.path(group, name).text();
    Map<String, String> asSeen =
        live.map(now -> Map.of("If-Match", now.etag())).orElse(Map.of("If-None-Match", "*"));
    switch (change) {
      case ADDED, CHANGED -> client.change("PUT", path, asSeen, Json.write(body));
      case REMOVED -> client.change("DELETE", path, asSeen, "");
      case UNCHANGED -> {}
    }
  }

  /** For people. */
  String line() {
    String sign =
        switch (change) {
          case ADDED -> "+";
          case REMOVED -> "-";
          case CHANGED -> "~";
          case UNCHANGED -> "=";
        };
    return sign + " calendar " + this;
  }

  /** For programs. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("group", group);
    members.put("calendar", name);
    return members;
  }

  @Override
  public String toString() {
    return group + "/" + name;
  }
}
