package dev.tenure.verify;

import dev.tenure.ledger.SkipReason;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.model.TriggerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what is found, and counts. Not thread-safe. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private long slots;
  private long runs;
  private long steps;

  void add(Finding finding) {
    all.add(finding);
  }

  /** Something about one run. */
  void ofRun(Breach breach, RunId run, String sentence) {
    all.add(
        new Finding(
            breach,
            run.group(),
            Optional.of(run.job()),
            Optional.of(run.trigger()),
            Optional.of(Instant.ofEpochMilli(run.slotMillis())),
            1,
            List.of(run),
            sentence));
  }

  /** Something about two runs; it is filed under the second. */
  void ofRuns(Breach breach, RunId first, RunId second, String sentence) {
    all.add(
        new Finding(
            breach,
            second.group(),
            Optional.of(second.job()),
            Optional.of(second.trigger()),
            Optional.of(Instant.ofEpochMilli(second.slotMillis())),
            1,
            List.of(first, second),
            sentence));
  }

  /** Something about slots of one trigger. */
  void ofSlots(Breach breach, TriggerKey of, Instant first, long count, String sentence) {
    all.add(
        new Finding(
            breach,
            of.group(),
            Optional.of(of.job()),
            Optional.of(of.trigger()),
            Optional.of(first),
            count,
            List.of(),
            sentence));
  }

  /** Something about a group as a whole. */
  void ofGroup(Breach breach, GroupName group, String sentence) {
    all.add(
        new Finding(
            breach,
            group,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            List.of(),
            sentence));
  }

  void countSlots(long more) {
    slots += more;
  }

  void countRun() {
    runs++;
  }

  void countSkipped(SkipReason reason, long more) {
    skipped.merge(reason, more, Long::sum);
  }

  void countSteps(long more) {
    steps += more;
  }

  Verdict verdict() {
    List<Finding> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparing((Finding finding) -> finding.breach())
            .thenComparing(finding -> finding.group().value())
            .thenComparing(finding -> finding.job().map(JobName::value).orElse(""))
            .thenComparing(finding -> finding.trigger().map(TriggerName::value).orElse(""))
            .thenComparing(finding -> finding.slot().orElse(Instant.MIN)));
    return new Verdict(sorted, slots, runs, skipped, steps);
  }
}
