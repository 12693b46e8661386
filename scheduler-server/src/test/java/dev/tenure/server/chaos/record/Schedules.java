package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.Dst;
import dev.tenure.schedule.CalendarFilter;
import dev.tenure.schedule.Calendars;
import dev.tenure.schedule.Grid;
import dev.tenure.schedule.IntervalUnit;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.schedule.SharedGrids;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the kinds of schedules that the workload has. */
final class Schedules {

  private final SharedGrids grids = new SharedGrids();

  /** The slots of a trigger, by the calendars as they are written now. */
  Grid grid(JsonNode trigger, Map<String, JsonNode> calendars) {
    Optional<CalendarFilter> calendar =
        text(trigger, "calendar").map(name -> calendar(calendars.get(name)));
    return grids.of(
        schedule(trigger.get("schedule")),
        text(trigger, "start").map(Instant::parse),
        text(trigger, "end").map(Instant::parse),
        calendar,
        text(trigger, "spread").map(Duration::parse).orElse(Duration.ZERO));
  }

  private static CalendarFilter calendar(JsonNode json) {
    if (!json.get("kind").asText().equals("cron")) {
      throw new IllegalStateException("the workload has no such calendar: " + json);
    }
    return Calendars.of(
        new CalendarSpec(
            new CalendarSpec.Excluded.Cron(json.get("cron").asText()),
            ZoneId.of(json.get("zone").asText()),
            Optional.empty(),
            ""));
  }

  private static ScheduleSpec schedule(JsonNode json) {
    String kind = json.get("kind").asText();
    return switch (kind) {
      case "cron" ->
          new ScheduleSpec.Cron(
              json.get("cron").asText(), ZoneId.of(json.get("zone").asText()), Dst.VIXIE);
      case "every" ->
          new ScheduleSpec.Every(
              Duration.parse(json.get("every").asText()),
              Instant.parse(json.get("anchor").asText()));
      case "at" -> {
        List<Instant> instants = new ArrayList<>();
        json.get("at").forEach(at -> instants.add(Instant.parse(at.asText())));
        yield new ScheduleSpec.At(instants);
      }
      case "repeat" ->
          new ScheduleSpec.Repeat(
              Instant.parse(json.get("start").asText()),
              Duration.parse(json.get("interval").asText()),
              json.get("count").asInt());
      case "calendar-interval" ->
          new ScheduleSpec.CalendarInterval(
              Instant.parse(json.get("start").asText()),
              json.get("interval").asInt(),
              IntervalUnit.valueOf(json.get("unit").asText().toUpperCase(Locale.ROOT)),
              ZoneId.of(json.get("zone").asText()),
              json.path("preserveHour").asBoolean(),
              json.path("skipMissingHour").asBoolean());
      default -> throw new IllegalStateException("the workload has no such schedule: " + json);
    };
  }

  private static Optional<String> text(JsonNode json, String name) {
    return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
  }
}
