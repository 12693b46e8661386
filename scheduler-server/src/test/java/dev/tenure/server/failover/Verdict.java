package dev.tenure.server.failover;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Judges a cluster that has ended by what its jobs wrote and what its ledger says. */
final class Verdict {

  private Verdict() {}

  /**
   * For each job of the histories: each slot was started once at most, and ended in one recorded
   * state; nothing ran unclaimed.
   */
  static void everySlotHasOneEnd(Book book, Map<String, History> histories, long period) {
    Map<String, List<Line>> lines = book.lines().stream().collect(groupingBy(Line::job));
    histories.forEach(
        (job, history) -> everySlotHasOneEnd(lines.getOrDefault(job, List.of()), history, period));
  }

  private static void everySlotHasOneEnd(List<Line> lines, History history, long period) {
    noneTwice(lines);
    for (Line line : lines) {
      assertThat(history.terms()).as("claimed: %s", line).containsEntry(line.run(), line.term());
    }
    assertThat(history.open()).as("runs without an end").isZero();
    assertThat(history.finished()).isEqualTo(history.terms().size());
    Set<Long> started = lines.stream().map(Line::slot).collect(Collectors.toSet());
    LongStream.iterate(history.firstSlot(), slot -> slot <= history.cursor(), slot -> slot + period)
        .forEach(slot -> hasOneEnd(slot, started.contains(slot), history));
  }

  private static void noneTwice(List<Line> lines) {
    Set<Long> seen = new HashSet<>();
    assertThat(lines).as("slots that were started twice").allMatch(line -> seen.add(line.slot()));
  }

  private static void hasOneEnd(long slot, boolean started, History history) {
    if (history.skipped().contains(slot)) {
      assertThat(history.runs(slot)).as("runs of skipped slot %d", slot).isEmpty();
      assertThat(started).as("skipped slot %d was started", slot).isFalse();
      return;
    }
    assertThat(history.runs(slot)).as("runs of slot %d", slot).hasSize(1);
    if (!started) {
      String run = history.runs(slot).iterator().next();
      assertThat(history.ends().get(run))
          .as("the end of %s, which wrote nothing", run)
          .isIn("LOST", "INTERRUPTED");
    }
  }
}
