package dev.tenure.server.http;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.OnLeaderLoss;
import dev.tenure.definition.Retry;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.definition.WhenStuck;
import dev.tenure.model.JobAlerts;
import dev.tenure.schedule.CatchUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a job's settings mean for its runs, in sentences. */
final class Policies {

  private Policies() {}

  static List<String> of(JobSpec job, List<TriggerSpec> triggers) {
    List<String> sentences = new ArrayList<>();
    triggers.stream()
        .map(TriggerSpec::catchUp)
        .map(Policies::catchUp)
        .distinct()
        .forEach(sentences::add);
    sentences.add(
        switch (job.concurrency()) {
          case ALLOW -> "Runs may overlap.";
          case FORBID -> "A slot that falls due while a run goes on is skipped.";
          case REPLACE -> "A slot that falls due while a run goes on interrupts that run.";
        });
    sentences.add(
        job.timeout()
            .map(limit -> "A run is interrupted after " + text(limit) + stuck(job.whenStuck()))
            .orElse("A run may take as long as it needs."));
    sentences.add(job.retry().map(Policies::retry).orElse("A run that fails is not tried again."));
    sentences.add(
        job.onLeaderLoss() == OnLeaderLoss.RERUN
            ? "A run whose leader is lost is run again."
            : "A run whose leader is lost stays lost.");
    sentences.add(
        "At least the last "
            + job.retention().runs()
            + " runs are kept, for "
            + text(job.retention().age())
            + ".");
    sentences.add(alerts(job.alerts()));
    return sentences;
  }

  private static String alerts(JobAlerts alerts) {
    if (!alerts.enabled()) {
      return "Nobody is told of its failures.";
    }
    String whom = alerts.channels().isEmpty() ? "" : " by " + String.join(", ", alerts.channels());
    return "An alert is sent"
        + whom
        + " when a run fails for good"
        + alerts
            .expectSuccessWithin()
            .map(within -> ", or no run succeeds within " + text(within) + ".")
            .orElse(".");
  }

  private static String catchUp(CatchUp catchUp) {
    if (catchUp instanceof CatchUp.All all) {
      return "Slots that were missed are all run, the last "
          + all.max()
          + " of them, none older than "
          + text(all.window())
          + ".";
    }
    return catchUp instanceof CatchUp.Skip
        ? "Slots that were missed are skipped."
        : "Of slots that were missed the last one is run.";
  }

  private static String stuck(WhenStuck stuck) {
    return stuck == WhenStuck.FREE ? ", and gives up its place if it goes on." : ".";
  }

  private static String retry(Retry retry) {
    return "A run that fails is tried again, "
        + retry.attempts()
        + " attempts in all, after "
        + text(retry.backOff())
        + " at first and "
        + text(retry.maxBackOff())
        + " at most.";
  }

  private static String text(Duration duration) {
    long days = duration.toDays();
    return days > 0 && duration.equals(Duration.ofDays(days))
        ? days + (days == 1 ? " day" : " days")
        : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
