package dev.tenure.server.cli;

import static dev.tenure.testing.Fuzz.one;

import dev.tenure.json.Json;
import dev.tenure.server.http.ServedNodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Job files that say all that job files can say, in many ways; from a seed. */
final class JobFileVariety {

  private static final List<String> TEXTS =
      List.of(
          "plain",
          "with \"quotes\" and \\ and ${nothing}",
          "two\nlines\tand a tab",
          "ü, €, 日本 and \uD83D\uDE00",
          "# no comment // neither",
          " spaces at both ends ");

  private final Random random;

  JobFileVariety(Random random) {
    this.random = random;
  }

  /** JSON, which a job file may be. */
  String text(int jobs) {
    Map<String, Object> calendars = calendars();
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < jobs; i++) {
      all.put(one(random, "job-", "a.job.", "Job_") + i, job(List.copyOf(calendars.keySet())));
    }
    return Json.write(Map.of("calendars", calendars, "jobs", all));
  }

  private Map<String, Object> calendars() {
    Map<String, Object> calendars = new LinkedHashMap<>();
    calendars.put("weekends", Map.of("type", "weekly", "days", List.of("SAT", "sunday")));
    calendars.put(
        "holidays of 2026",
        Map.of(
            "type", "holiday", "dates", List.of("2026-12-25", "2026-01-01"), "base", "weekends"));
    calendars.put(
        "each-year",
        Map.of("type", "annual", "dates", List.of("12-25", "02-29"), "time-zone", "Asia/Tokyo"));
    calendars.put("ultimo", Map.of("type", "monthly", "days", List.of(31, 30)));
    calendars.put(
        "night",
        Map.of("type", "daily", "from", "22:00", "to", "23:59:59.999", "description", text()));
    calendars.put(
        "office",
        Map.of(
            "type", "daily", "from", "08:00", "to", "17:30", "inverted", true, "base", "ultimo"));
    calendars.put("at-three", Map.of("type", "cron", "cron", "* * 3 * * ?"));
    calendars.keySet().removeIf(name -> !isBase(name) && random.nextInt(3) == 0);
    return calendars;
  }

  private static boolean isBase(String name) {
    return name.equals("weekends") || name.equals("ultimo");
  }

  private Map<String, Object> job(List<String> calendars) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("class", ServedNodes.Echo.class.getName());
    boolean enabled = random.nextInt(3) > 0;
    sometimes(() -> job.put("enabled", enabled), !enabled);
    if (enabled || random.nextBoolean()) {
      schedule(job, calendars);
    }
    maybe(job, "spread", "0s", "90s", "1h", "1500ms");
    maybe(job, "catch-up", "skip", "last", "all", Map.of("policy", "all", "max", 3));
    maybe(job, "concurrency", "allow", "forbid", "replace");
    maybe(job, "timeout", "none", "10m", "1500us", "1 day");
    maybe(job, "when-stuck", "wait", "free");
    maybe(job, "retry", Map.of("attempts", 3, "jitter", 0.25), Map.of("attempts", 1));
    maybe(job, "on-leader-loss", "lose", "rerun");
    maybe(job, "priority", -3, 0, 9);
    maybe(job, "retention", Map.of("runs", 7), Map.of("age", "2h"));
    maybe(job, "description", text(), text());
    maybe(job, "owner", text(), "ops");
    maybe(job, "tags", List.of("b", "a"), List.of(text()));
    sometimes(() -> job.put("data", data()), false);
    return job;
  }

  private void schedule(Map<String, Object> job, List<String> calendars) {
    switch (random.nextInt(4)) {
      case 0 -> {
        job.put("cron", one(random, "H H * * *", "H(5-20)/7 H 1,15 * *", "0 H 2 ? * MON#1"));
        maybe(job, "time-zone", "Europe/Berlin", "America/New_York");
        maybe(job, "dst", Map.of("gap", "skip"), Map.of("overlap", "both"));
      }
      case 1 -> {
        job.put("cron", one(random, "*/20 * * * *", "0 0/5 * * * ?", "@hourly"));
        maybe(job, "calendar", calendars.toArray());
        maybe(job, "time-zone", "UTC", "Asia/Kathmandu");
      }
      case 2 -> {
        job.put("every", one(random, "90m", "1d", "250ms", "PT1H0.5S"));
        maybe(job, "start", "2026-01-31T08:00:00Z", "2026-01-31T08:00:00.123+01:00");
        maybe(job, "end", "2097-01-31T08:00:00Z", "2098-01-01T00:00:00");
      }
      default -> job.put("at", List.of("2090-01-01T00:00:00Z", "2080-06-01T12:00:00.5Z"));
    }
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("z", text());
    data.put("a b", random.nextInt());
    data.put("long", random.nextLong());
    data.put("decimal", random.nextInt(1000) / 8.0);
    data.put("on", random.nextBoolean());
    data.put("list", new ArrayList<>(List.of(1, "x", List.of(), Map.of("k", text()))));
    data.put("tree", Map.of("b", Map.of("d", 1, "c", 2.5), "a.dot", "5s", "empty", Map.of()));
    return data;
  }

  private String text() {
    return one(random, TEXTS);
  }

  private void maybe(Map<String, Object> job, String key, Object... values) {
    sometimes(() -> job.put(key, one(random, values)), false);
  }

  private void sometimes(Runnable what, boolean always) {
    if (always || random.nextInt(3) == 0) {
      what.run();
    }
  }
}
