package dev.tenure.node;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Retry;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.model.Dst;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.Retention;
import dev.tenure.schedule.CatchUp;
import dev.tenure.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A defined job in the words of a job file. What a file cannot say is left out: triggers of
 * Quartz's own kinds. What a file would inherit where it says nothing is said.
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
    if (triggers.size() == 1) {
      timing(words, triggers.get(0));
    } else if (triggers.isEmpty()) {
      job.resting().ifPresentOrElse(trigger -> timing(words, trigger), () -> never(words));
    }
    words.put("concurrency", word(job.concurrency()));
    words.put("timeout", job.timeout().map(Duration::toString).orElse("none"));
    words.put("when-stuck", word(job.whenStuck()));
    words.put("retry", job.retry().map(JobWords::retry).orElse(Map.of("attempts", 1)));
    words.put("on-leader-loss", word(job.onLeaderLoss()));
    words.put("retention", retention(job.retention()));
    words.put("alerts", alerts(job.alerts()));
    words.put("expect-success-within", job.alerts().expectSuccessWithin());
    if (!job.data().isEmpty()) {
      words.put("data", sorted(job.data()));
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

  /** So that the same data is the same text each time. */
  private static Map<String, Object> sorted(Map<?, ?> data) {
    Map<String, Object> sorted = new TreeMap<>();
    data.forEach((key, value) -> sorted.put(String.valueOf(key), sortedWithin(value)));
    return sorted;
  }

  @SuppressWarnings("NullAway") // a null of the data stays one
  private static Object sortedWithin(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return sorted(map);
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(sortedWithin(element)));
      return elements;
    }
    return value;
  }

  private static void timing(Map<String, Object> words, TriggerSpec trigger) {
    schedule(words, trigger);
    spread(words, trigger);
    words.put("start", trigger.start());
    words.put("end", trigger.end());
    words.put("calendar", trigger.calendar());
    words.put("catch-up", catchUp(trigger.catchUp()));
    words.put("priority", trigger.priority());
  }

  /** A job that never had a schedule. */
  private static void never(Map<String, Object> words) {
    words.put("spread", Duration.ZERO);
    words.put("catch-up", "last");
    words.put("priority", TriggerSpec.DEFAULT_PRIORITY);
  }

  /** A part of a spread says nothing of the whole. */
  private static void spread(Map<String, Object> words, TriggerSpec trigger) {
    if (trigger.spread().isZero() || !trigger.wording().spread().isZero()) {
      words.put("spread", trigger.wording().spread());
    }
  }

  private static void schedule(Map<String, Object> words, TriggerSpec trigger) {
    ScheduleSpec schedule = trigger.schedule();
    if (schedule instanceof ScheduleSpec.Cron cron) {
      words.put("cron", trigger.wording().cron().orElse(cron.text()));
      words.put("time-zone", cron.zone().getId());
      words.put("dst", dst(cron.dst()));
    } else if (schedule instanceof ScheduleSpec.Every every) {
      words.put("every", every.period());
    } else if (schedule instanceof ScheduleSpec.At at && !at.instants().isEmpty()) {
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
