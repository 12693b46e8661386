package dev.tenure.server.cli;

import dev.tenure.config.CatchUpConfig;
import dev.tenure.config.JobConfig;
import dev.tenure.config.JobPolicy;
import dev.tenure.config.RetryConfig;
import dev.tenure.config.ScheduleConfig;
import dev.tenure.config.TimingConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A job in the words of a job file, as it is sent to a node: what the file does not say is said
 * here, so that the job is the same on every cluster, whatever its nodes' defaults are.
 */
final class JobBody {

  private static final long[] SIZES = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

  private JobBody() {}

  /** As a tree of JSON values, without the name and the group. */
  static Map<String, Object> of(JobConfig job) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("class", job.className().value());
    timing(body, job.timing());
    policy(body, job.policy());
    if (!job.data().values().isEmpty()) {
      body.put("data", job.data().values());
    }
    if (!job.enabled()) {
      body.put("enabled", false);
    }
    job.description().ifPresent(text -> body.put("description", text));
    job.owner().ifPresent(text -> body.put("owner", text));
    if (!job.tags().isEmpty()) {
      body.put("tags", job.tags());
    }
    return body;
  }

  private static void timing(Map<String, Object> body, TimingConfig timing) {
    if (timing.schedule() instanceof ScheduleConfig.Cron cron) {
      body.put("cron", cron.text().value());
      Map<String, Object> dst = new LinkedHashMap<>();
      dst.put("gap", word(timing.dst().gap()));
      dst.put("overlap", word(timing.dst().overlap()));
      body.put("dst", dst);
      body.put("time-zone", timing.zone().getId());
    } else if (timing.schedule() instanceof ScheduleConfig.Every every) {
      body.put("every", length(every.period().value()));
    } else if (timing.schedule() instanceof ScheduleConfig.At at) {
      body.put("at", at.instants().stream().map(Instant::toString).toList());
    }
    timing.start().ifPresent(start -> body.put("start", start.toString()));
    timing.end().ifPresent(end -> body.put("end", end.toString()));
    timing.calendar().ifPresent(calendar -> body.put("calendar", calendar.value()));
    body.put("spread", length(timing.spread()));
  }

  private static void policy(Map<String, Object> body, JobPolicy policy) {
    body.put("catch-up", catchUp(policy.catchUp()));
    body.put("concurrency", word(policy.concurrency()));
    body.put("timeout", policy.timeout().map(JobBody::length).orElse("none"));
    body.put("when-stuck", word(policy.whenStuck()));
    body.put("retry", retry(policy.retry()));
    body.put("on-leader-loss", word(policy.onLeaderLoss()));
    body.put("priority", policy.priority());
    Map<String, Object> retention = new LinkedHashMap<>();
    retention.put("runs", policy.retention().runs());
    retention.put("age", length(policy.retention().age()));
    body.put("retention", retention);
    Map<String, Object> alerts = new LinkedHashMap<>();
    alerts.put("enabled", policy.alerts().enabled());
    alerts.put("channels", policy.alerts().channels());
    body.put("alerts", alerts);
    policy
        .alerts()
        .expectSuccessWithin()
        .ifPresent(within -> body.put("expect-success-within", length(within)));
  }

  /** The limits count for one of the policies only. */
  private static Object catchUp(CatchUpConfig catchUp) {
    if (catchUp.policy() != CatchUpConfig.Policy.ALL) {
      return word(catchUp.policy());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("policy", word(catchUp.policy()));
    body.put("max", catchUp.max());
    body.put("window", length(catchUp.window()));
    return body;
  }

  /** What follows a first attempt counts only where one may follow. */
  private static Map<String, Object> retry(RetryConfig retry) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("attempts", retry.attempts());
    if (retry.attempts() > 1) {
      body.put("back-off", length(retry.backOff()));
      body.put("max-back-off", length(retry.maxBackOff()));
      body.put("jitter", retry.jitter());
    }
    return body;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In the largest unit that it is a whole number of; as ISO 8601 has it where there is none. */
  static String length(Duration length) {
    long millis = length.toMillis();
    if (!length.equals(Duration.ofMillis(millis))) {
      return length.toString();
    }
    if (millis == 0) {
      return "0s";
    }
    int unit = 0;
    while (millis % SIZES[unit] != 0) {
      unit++;
    }
    return millis / SIZES[unit] + UNITS[unit];
  }
}
