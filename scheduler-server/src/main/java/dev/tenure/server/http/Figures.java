package dev.tenure.server.http;

import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.GroupFace;
import dev.tenure.quartz.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers of whole groups. Each looks at every trigger, so it is made at most once a second, and
 * takes at most a tenth of the time, however many ask. Thread-safe.
 */
final class Figures {

  /** A slot is not late while it is on its way. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Map<GroupName, OfGroup> known = new ConcurrentHashMap<>();

  /**
   * The numbers of one group.
   *
   * @param at when they were taken
   * @param until when they are too old to be shown
   * @param jobs how many are defined
   * @param paused how many of them are paused
   * @param running how many runs are in progress
   * @param overdue slots that should have been run by then
   */
  record OfGroup(
      Instant at, Instant until, int jobs, int paused, int running, List<Outlook.Slot> overdue) {}

  OfGroup of(GroupFace group, Instant now) {
    return known.compute(
        group.group(),
        (name, last) ->
            last == null || !now.isBefore(last.until()) || now.isBefore(last.at())
                ? count(group, now)
                : last);
  }

  private static OfGroup count(GroupFace group, Instant now) {
    long begun = System.nanoTime();
    int jobs = 0;
    int paused = 0;
    for (JobName job : group.definitions().jobNames()) {
      jobs++;
      List<Outlook.Line> lines = group.outlook().lines(job);
      if (!lines.isEmpty() && lines.stream().allMatch(Outlook.Line::paused)) {
        paused++;
      }
    }
    int running = 0;
    for (JobState state : group.states().values()) {
      running += state.open().size();
    }
    List<Outlook.Slot> overdue = group.outlook().overdue(now.minus(PATIENCE));
    Duration pause = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(9);
    Instant until = now.plus(pause.compareTo(FRESH) > 0 ? pause : FRESH);
    return new OfGroup(now, until, jobs, paused, running, overdue);
  }
}
