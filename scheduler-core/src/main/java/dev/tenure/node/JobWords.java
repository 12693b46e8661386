package dev.tenure.node;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Retry;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.Dst;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.Retention;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A defined job in the words of a job file. What a file cannot say is left out: triggers of
 * Quartz's own kinds, and which part of a {@code spread} a job was given.
 */
public final class JobWords {

  private JobWords() {}

  /** The job with its triggers, as a tree for JSON. */
  public static Map<String, Object> of(JobSpec job, List<TriggerSpec> triggers) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("class", job.type());
    if (triggers.isEmpty()) {
      words.put("enabled", false);
    }
    Optional<TriggerSpec> trigger =
        triggers.size() == 1 ? Optional.of(triggers.get(0)) : Optional.empty();
    trigger.ifPresent(only -> timing(words, only));
    words.put("concurrency", word(job.concurrency()));
    words.put("timeout", job.timeout());
    words.put("when-stuck", word(job.whenStuck()));
    words.put("retry", job.retry().map(JobWords::retry).orElse(Map.of("attempts", 1)));
    words.put("on-leader-loss", word(job.onLeaderLoss()));
    words.put("retention", retention(job.retention()));
    words.put("alerts", alerts(job.alerts()));
    words.put("expect-success-within", job.alerts().expectSuccessWithin());
    if (!job.data().isEmpty()) {
      words.put("data", job.data());
    }
    if (!job.description().isEmpty()) {
      words.put("description", job.description());
    }
    words.put("owner", job.owner());
    if (!job.tags().isEmpty()) {
      words.put("tags", job.tags());
    }
    return words;
  }

  private static void timing(Map<String, Object> words, TriggerSpec trigger) {
    schedule(words, trigger.schedule());
    words.put("start", trigger.start());
    words.put("end", trigger.end());
    words.put("calendar", trigger.calendar());
    words.put("catch-up", catchUp(trigger.catchUp()));
    words.put("priority", trigger.priority());
  }

  private static void schedule(Map<String, Object> words, ScheduleSpec schedule) {
    if (schedule instanceof ScheduleSpec.Cron cron) {
      words.put("cron", cron.text());
      words.put("time-zone", cron.zone().getId());
      words.put("dst", dst(cron.dst()));
    } else if (schedule instanceof ScheduleSpec.Every every) {
      words.put("every", every.period());
    } else if (schedule instanceof ScheduleSpec.At at) {
      words.put("at", at.instants().stream().map(Instant::toString).toList());
    }
  }

  private static Map<String, Object> dst(Dst dst) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("gap", word(dst.gap()));
    words.put("overlap", word(dst.overlap()));
    return words;
  }

  private static Object catchUp(CatchUp catchUp) {
    if (catchUp instanceof CatchUp.All all) {
      Map<String, Object> words = new LinkedHashMap<>();
      words.put("policy", "all");
      words.put("max", all.max());
      words.put("window", all.window());
      return words;
    }
    return catchUp instanceof CatchUp.Skip ? "skip" : "last";
  }

  private static Map<String, Object> retention(Retention retention) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("runs", retention.runs());
    words.put("age", retention.age());
    return words;
  }

  private static Map<String, Object> alerts(JobAlerts alerts) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("enabled", alerts.enabled());
    words.put("channels", alerts.channels());
    return words;
  }

  private static Map<String, Object> retry(Retry retry) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("attempts", retry.attempts());
    words.put("back-off", retry.backOff());
    words.put("max-back-off", retry.maxBackOff());
    words.put("jitter", retry.jitter());
    return words;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
