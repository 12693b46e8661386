package dev.tenure.definition;

import dev.tenure.model.Dst;
import dev.tenure.schedule.IntervalUnit;
import dev.tenure.schedule.ScheduleSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Schedules as JSON and back. */
final class ScheduleJson {

  private ScheduleJson() {}

  static Map<String, Object> write(ScheduleSpec schedule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (schedule instanceof ScheduleSpec.Cron cron) {
      tree.put("kind", "cron");
      tree.put("cron", cron.text());
      tree.put("zone", cron.zone().getId());
      if (!cron.dst().equals(Dst.VIXIE)) {
        tree.put("gap", Fields.word(cron.dst().gap()));
        tree.put("overlap", Fields.word(cron.dst().overlap()));
      }
    } else if (schedule instanceof ScheduleSpec.Every every) {
      tree.put("kind", "every");
      tree.put("every", every.period());
      tree.put("anchor", every.anchor());
    } else if (schedule instanceof ScheduleSpec.At at) {
      tree.put("kind", "at");
      tree.put("at", at.instants());
    } else if (schedule instanceof ScheduleSpec.Repeat repeat) {
      tree.put("kind", "repeat");
      tree.put("start", repeat.start());
      tree.put("interval", repeat.interval());
      tree.put("count", repeat.count());
    } else if (schedule instanceof ScheduleSpec.CalendarInterval interval) {
      write(tree, interval);
    } else if (schedule instanceof ScheduleSpec.DailyTime daily) {
      write(tree, daily);
    }
    return tree;
  }

  private static void write(Map<String, Object> tree, ScheduleSpec.CalendarInterval interval) {
    tree.put("kind", "calendar-interval");
    tree.put("start", interval.start());
    tree.put("interval", interval.interval());
    tree.put("unit", Fields.word(interval.unit()));
    tree.put("zone", interval.zone().getId());
    tree.put("preserveHour", interval.preserveHour());
    tree.put("skipMissingHour", interval.skipMissingHour());
  }

  private static void write(Map<String, Object> tree, ScheduleSpec.DailyTime daily) {
    tree.put("kind", "daily-time");
    tree.put("start", daily.start());
    tree.put("days", daily.days().stream().sorted().map(Fields::word).toList());
    tree.put("from", daily.from());
    tree.put("to", daily.to());
    tree.put("interval", daily.interval());
    tree.put("unit", Fields.word(daily.unit()));
    tree.put("count", daily.count());
    tree.put("zone", daily.zone().getId());
  }

  static ScheduleSpec read(Fields json, Canon canon) {
    String kind = json.required("kind");
    return switch (kind) {
      case "cron" ->
          canon.of(
              new ScheduleSpec.Cron(
                  json.required("cron"), canon.of(json.zone()), dst(json, canon)));
      case "every" ->
          canon.of(
              new ScheduleSpec.Every(
                  Duration.parse(json.required("every")), Instant.parse(json.required("anchor"))));
      case "at" -> new ScheduleSpec.At(json.texts("at").stream().map(Instant::parse).toList());
      case "repeat" ->
          new ScheduleSpec.Repeat(
              Instant.parse(json.required("start")),
              canon.of(Duration.parse(json.required("interval"))),
              count(json));
      case "calendar-interval" ->
          new ScheduleSpec.CalendarInterval(
              Instant.parse(json.required("start")),
              interval(json),
              unit(json),
              canon.of(json.zone()),
              json.bool("preserveHour", false),
              json.bool("skipMissingHour", false));
      case "daily-time" ->
          new ScheduleSpec.DailyTime(
              Instant.parse(json.required("start")),
              canon.of(days(json)),
              canon.of(LocalTime.parse(json.required("from"))),
              canon.of(LocalTime.parse(json.required("to"))),
              interval(json),
              unit(json),
              count(json),
              canon.of(json.zone()));
      default -> throw new IllegalArgumentException("\"" + kind + "\" is no kind of schedule");
    };
  }

  private static Dst dst(Fields json, Canon canon) {
    return canon.of(
        new Dst(
            json.word("gap", Dst.Gap.class, Dst.Gap.VIXIE),
            json.word("overlap", Dst.Overlap.class, Dst.Overlap.VIXIE)));
  }

  private static Set<DayOfWeek> days(Fields json) {
    return json.texts("days").stream()
        .map(day -> Fields.word(DayOfWeek.class, day))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int interval(Fields json) {
    return Math.toIntExact(json.json().requiredNumber("interval"));
  }

  private static int count(Fields json) {
    return Math.toIntExact(json.json().requiredNumber("count"));
  }

  private static IntervalUnit unit(Fields json) {
    return Fields.word(IntervalUnit.class, json.required("unit"));
  }
}
