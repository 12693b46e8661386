package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Judges a cluster that has ended by what its jobs wrote and what its ledger says. */
final class Verdict {

  private Verdict() {}

  /** Each slot was started once at most, and ended in one recorded state; nothing ran unclaimed. */
  static void everySlotHasOneEnd(Book book, History history, long period) {
    List<Line> lines = book.lines();
    noneTwice(lines);
    for (Line line : lines) {
      assertThat(history.terms()).as("claimed: %s", line).containsEntry(line.run(), line.term());
    }
    assertThat(history.open()).as("runs without an end").isZero();
    assertThat(history.finished()).isEqualTo(history.terms().size());
    LongStream.iterate(history.firstSlot(), slot -> slot <= history.cursor(), slot -> slot + period)
        .forEach(slot -> hasOneEnd(slot, lines, history));
  }

  static void noneTwice(List<Line> lines) {
    Set<Long> seen = new HashSet<>();
    assertThat(lines).as("slots that were started twice").allMatch(line -> seen.add(line.slot()));
  }

  private static void hasOneEnd(long slot, List<Line> lines, History history) {
    if (history.skipped().contains(slot)) {
      assertThat(history.runs(slot)).as("runs of skipped slot %d", slot).isEmpty();
      return;
    }
    assertThat(history.runs(slot)).as("runs of slot %d", slot).hasSize(1);
    if (lines.stream().noneMatch(line -> line.slot() == slot)) {
      String run = history.runs(slot).iterator().next();
      assertThat(history.ends().get(run))
          .as("the end of %s, which wrote nothing", run)
          .isIn("LOST", "INTERRUPTED");
    }
  }
}
