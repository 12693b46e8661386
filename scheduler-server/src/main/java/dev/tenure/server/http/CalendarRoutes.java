package dev.tenure.server.http;

import dev.tenure.definition.Seen;
import dev.tenure.node.Asked;
import dev.tenure.node.CalendarWords;
import dev.tenure.node.GroupCalendars;
import dev.tenure.node.GroupFace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Calendars to be read and changed. */
final class CalendarRoutes {

  private static final String CALENDARS = "/v1/groups/{group}/calendars";
  private static final String CALENDAR = CALENDARS + "/{calendar}";

  private final Cluster cluster;

  CalendarRoutes(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CALENDARS, this::calendars),
        Route.get(CALENDAR, this::calendar),
        Route.change("PUT", CALENDAR, this::put),
        Route.change("DELETE", CALENDAR, this::delete));
  }

  private Response calendars(Request request) {
    GroupFace group = cluster.group(request);
    List<Map<String, Object>> all =
        group.calendars().all().stream().map(shown -> json(group, shown)).toList();
    return Answers.asOf(group.definitionsRevision(), Response.json(Map.of("calendars", all)));
  }

  private Response calendar(Request request) {
    GroupFace group = cluster.group(request);
    return shown(group, request.part("calendar"), 200);
  }

  private static Response shown(GroupFace group, String name, int status) {
    return group
        .calendars()
        .find(name)
        .map(
            shown ->
                Answers.asOf(
                    Math.max(group.definitionsRevision(), shown.revision()),
                    Response.json(status, json(group, shown)).with("ETag", tag(shown))))
        .orElseGet(() -> noSuchCalendar(group, name));
  }

  private CompletionStage<Response> put(Request request) {
    GroupFace group = cluster.group(request);
    String name = request.part("calendar");
    Seen seen = Condition.of(request);
    return group
        .calendars()
        .put(name, request.body(), seen, Cluster.actor(request))
        .thenApply(
            asked ->
                asked instanceof Asked.Stored stored
                    ? shown(group, name, stored.created() ? 201 : 200)
                    : refused(group, name, asked, seen));
  }

  private CompletionStage<Response> delete(Request request) {
    request.json(Set.of());
    GroupFace group = cluster.group(request);
    String name = request.part("calendar");
    Seen seen = Condition.of(request);
    return group
        .calendars()
        .remove(name, seen, Cluster.actor(request))
        .thenApply(
            asked ->
                asked instanceof Asked.Done
                    ? Response.empty(204)
                    : refused(group, name, asked, seen));
  }

  private static Response refused(GroupFace group, String name, Asked asked, Seen seen) {
    if (asked instanceof Asked.Invalid invalid) {
      return Answers.invalid(
              "invalid-calendar", "The calendar cannot be used as it is", invalid.problems())
          .response();
    }
    if (asked instanceof Asked.Refused refused) {
      if (refused.reason() == Asked.Reason.OUTDATED && seen instanceof Seen.Anyhow) {
        return noSuchCalendar(group, name);
      }
      if (refused.reason() == Asked.Reason.EXISTS && seen instanceof Seen.None) {
        return Problem.precondition("exists", refused.message()).response();
      }
    }
    return Answers.of(asked, 200);
  }

  private static Response noSuchCalendar(GroupFace group, String name) {
    return Problem.notFound(
            "no-such-calendar",
            "group "
                + group.group()
                + " has no calendar \""
                + name
                + "\"; see /v1/groups/"
                + group.group()
                + "/calendars")
        .response();
  }

  private static Map<String, Object> json(GroupFace group, GroupCalendars.Shown shown) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.group().value());
    json.put("calendar", shown.name());
    json.put("source", shown.source().name());
    json.put("revision", shown.revision());
    json.put("definition", CalendarWords.of(shown.spec()));
    return json;
  }

  /** Stands for what it leaves out. */
  private static String tag(GroupCalendars.Shown shown) {
    return "\"" + shown.revision() + "\"";
  }
}
