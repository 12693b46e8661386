package dev.tenure.server.cli;

import dev.tenure.config.JobConfig;
import dev.tenure.schedule.JobTiming;
import dev.tenure.schedule.ScheduleSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a job means, to tell whether two of them are the same however they are written. Left out is
 * what a cluster does not keep: the {@code spread}, of which it knows only what came of it, and
 * when a job that is not enabled would run.
 */
final class JobMeaning {

  private static final List<String> OF_SLOTS =
      List.of(
          "cron",
          "dst",
          "every",
          "at",
          "time-zone",
          "start",
          "end",
          "calendar",
          "catch-up",
          "priority");

  private JobMeaning() {}

  /** As a tree of JSON values whose members can be compared. */
  static Map<String, Object> of(JobConfig job) {
    Map<String, Object> meaning = JobBody.of(job);
    meaning.remove("spread");
    if (!job.enabled()) {
      OF_SLOTS.forEach(meaning::remove);
    } else if (JobTiming.of(job).schedule() instanceof ScheduleSpec.Cron cron) {
      // Its H are replaced by what they stand for.
      meaning.put("cron", cron.text());
    }
    return meaning;
  }

  /** The words in which two meanings differ, in the order of the alphabet. */
  static List<String> differences(Map<String, Object> now, Map<String, Object> then) {
    TreeSet<String> words = new TreeSet<>(now.keySet());
    words.addAll(then.keySet());
    return words.stream().filter(word -> !same(now, then, word)).toList();
  }

  private static boolean same(Map<String, Object> now, Map<String, Object> then, String word) {
    return Optional.ofNullable(now.get(word)).equals(Optional.ofNullable(then.get(word)));
  }
}
