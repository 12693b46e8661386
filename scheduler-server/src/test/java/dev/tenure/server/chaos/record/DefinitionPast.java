package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenure.definition.Concurrency;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.Grid;
import dev.tenure.verify.Era;
import dev.tenure.verify.JobPlan;
import dev.tenure.verify.Rules;
import dev.tenure.verify.TriggerPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was to run over time, read from what the recorder heard of the definitions. */
public final class DefinitionPast {

  private final GroupName group;
  private final String prefix;
  private final Schedules schedules = new Schedules();
  private final Map<String, JsonNode> jobs = new HashMap<>();
  private final Map<String, JsonNode> triggers = new HashMap<>();
  private final Map<String, JsonNode> calendars = new HashMap<>();
  private final Map<String, String> jobOf = new HashMap<>();
  private final Map<String, List<Rules>> rules = new TreeMap<>();
  private final Map<String, List<Era>> eras = new TreeMap<>();
  private final Map<String, Grid> grids = new HashMap<>();

  private DefinitionPast(String root, String group) {
    this.group = new GroupName(group);
    prefix = root + "/jobs/" + group + "/";
  }

  /**
   * The plans of all jobs that ever were.
   *
   * @param until slots after it are not judged
   */
  public static List<JobPlan> plans(String root, String group, List<Recorded> all, Instant until) {
    DefinitionPast past = new DefinitionPast(root, group);
    List<Recorded> together = new ArrayList<>();
    for (Recorded event : all) {
      if (!together.isEmpty() && together.get(0).revision() != event.revision()) {
        past.apply(together);
        together.clear();
      }
      if (event.key().startsWith(past.prefix)) {
        together.add(event);
      }
    }
    past.apply(together);
    return past.plans(until);
  }

  /** What one transaction changed: only what it leaves counts. */
  private void apply(List<Recorded> together) {
    Set<String> touched = new HashSet<>();
    // What triggers need comes first.
    together.sort(Comparator.comparing(event -> !event.key().startsWith(prefix + "calendar/")));
    for (Recorded event : together) {
      String[] part = event.key().substring(prefix.length()).split("/", 2);
      JsonNode json = event.deletion() ? null : Json.parse(String.valueOf(event.value()));
      switch (part[0]) {
        case "job" -> {
          set(jobs, part[1], json);
          rules.computeIfAbsent(part[1], job -> new ArrayList<>()).add(rules(json, event));
          jobOf.forEach(
              (trigger, job) -> {
                if (job.equals(part[1])) {
                  touched.add(trigger);
                }
              });
        }
        case "trigger" -> {
          set(triggers, part[1], json);
          if (json != null) {
            jobOf.put(part[1], json.get("job").asText());
            grids.put(part[1], schedules.grid(json, calendars));
          }
          touched.add(part[1]);
        }
        case "calendar" -> set(calendars, part[1], json);
        default -> {
          // Says nothing about what is to run; nothing is paused as a whole here.
        }
      }
    }
    touched.forEach(trigger -> era(trigger, together.get(0)));
  }

  private static void set(Map<String, JsonNode> all, String name, @Nullable JsonNode json) {
    if (json == null) {
      all.remove(name);
    } else {
      all.put(name, json);
    }
  }

  private void era(String trigger, Recorded event) {
    JsonNode json = triggers.get(trigger);
    JsonNode job = jobs.get(jobOf.get(trigger));
    List<Era> before = eras.computeIfAbsent(trigger, t -> new ArrayList<>());
    Era.Standing standing;
    if (json == null
        || job == null
        || !json.get("jobIncarnation").asText().equals(job.get("incarnation").asText())) {
      standing = Era.Standing.GONE;
    } else {
      standing = json.has("mode") ? Era.Standing.PAUSED : Era.Standing.RUNS;
    }
    Era last = before.isEmpty() ? null : before.get(before.size() - 1);
    Era era =
        new Era(
            event.revision(),
            Instant.ofEpochMilli(event.wall()),
            json == null && last != null ? last.edition() : json.get("edition").asText(),
            json == null && last != null ? last.since() : Instant.parse(json.get("since").asText()),
            grids.get(trigger),
            standing);
    before.add(era);
  }

  /** A job that is gone asks for nothing. */
  private static Rules rules(@Nullable JsonNode job, Recorded event) {
    if (job == null) {
      return new Rules(
          event.revision(),
          Instant.ofEpochMilli(event.wall()),
          Concurrency.ALLOW,
          1,
          OnLeaderLoss.LOSE,
          true);
    }
    return new Rules(
        event.revision(),
        Instant.ofEpochMilli(event.wall()),
        Concurrency.valueOf(word(job, "concurrency", "allow")),
        job.path("retry").path("attempts").asInt(1),
        OnLeaderLoss.valueOf(word(job, "onLeaderLoss", "lose")),
        word(job, "whenStuck", "wait").equals("FREE"));
  }

  private static String word(JsonNode json, String name, String usual) {
    return json.path(name).asText(usual).toUpperCase(Locale.ROOT);
  }

  private List<JobPlan> plans(Instant until) {
    Map<String, List<TriggerPlan>> byJob = new TreeMap<>();
    eras.forEach(
        (trigger, past) ->
            byJob
                .computeIfAbsent(jobOf.get(trigger), job -> new ArrayList<>())
                .add(new TriggerPlan(new TriggerName(trigger), past, past.get(0).since(), until)));
    List<JobPlan> plans = new ArrayList<>();
    rules.forEach(
        (job, past) ->
            plans.add(
                new JobPlan(group, new JobName(job), past, byJob.getOrDefault(job, List.of()))));
    return plans;
  }
}
