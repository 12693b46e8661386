package dev.tenure.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.SkipReason;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed on of what a ledger tells, and what is not. */
final class EndingsTest {

  private static final TriggerName TRIGGER = new TriggerName("t");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AlertWorld world = new AlertWorld();
  private final AlertWorld.Node node = world.node("n1");
  private final Counting loop = new Counting();
  private final AlertBook book =
      new AlertBook(
          node.client,
          world.layout,
          new AlertRules(AlertWorld.PERIOD, node.process),
          loop,
          notice -> {});
  private final Endings endings =
      new Endings(
          AlertWorld.GROUP,
          book,
          new Expectations(node),
          new GroupWatch(node, book, loop, () -> "u"),
          loop);

  /** Only keeps what it is given. */
  private static final class Counting implements EventLoop {
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      tasks.add(task);
      return () -> {};
    }

    @Override
    public NanoClock clock() {
      return () -> 0;
    }

    @Override
    public void requireInLoop() {}

    @Override
    public void close() {}
  }

  private void ends(JobName job, EndState how) {
    JobState before = world.states.getOrDefault(job, JobState.NONE);
    world.ends(job, how);
    endings.onChange(job, before, world.states.get(job));
  }

  @Test
  void thousandsOfRunsThatEndWellHandNothingOn() {
    JobName job = world.job("a");
    for (int i = 0; i < 10_000; i++) {
      ends(job, EndState.SUCCEEDED);
    }
    assertThat(loop.tasks).isEmpty();
    assertThat(endings.newest()).isEqualTo(world.now());
  }

  @Test
  void aFailureAndTheFirstSuccessAfterItAreHandedOn() {
    JobName job = world.job("a");
    ends(job, EndState.FAILED);
    assertThat(loop.tasks).hasSize(1);
    ends(job, EndState.SUCCEEDED);
    ends(job, EndState.SUCCEEDED);
    assertThat(loop.tasks).hasSize(2);
  }

  @Test
  void aFailureIsFinalWhenNothingFollowsIt() {
    JobName job = world.job("a");
    world.ends(job, EndState.FAILED, 1, 2);
    JobState waiting = world.states.get(job);
    assertThat(RunEndings.isFinalFailure(waiting.last().get(0), waiting)).isFalse();
    world.ends(job, EndState.LOST, 2, 2);
    JobState done = world.states.get(job);
    assertThat(RunEndings.isFinalFailure(done.last().get(0), done)).isFalse();
    assertThat(RunEndings.isFinalFailure(done.last().get(1), done)).isTrue();
    assertThat(done.pending()).extracting(PendingAttempt::run).isEmpty();
  }

  private static SkippedRange range(int from, int to, long count, SkipReason reason) {
    return new SkippedRange(
        TRIGGER, START.plusSeconds(from), START.plusSeconds(to), count, true, reason);
  }

  @Test
  void onlyWhatWasAddedToTheRangesCounts() {
    SkippedRange old = range(0, 10, 2, SkipReason.MISSED);
    SkippedRange paused = range(20, 30, 2, SkipReason.PAUSED);
    SkippedRange late = range(40, 50, 3, SkipReason.WINDOW);
    assertThat(SkippedSlots.between(List.of(), List.of(old, paused, late)))
        .containsExactly(old, late);
    assertThat(SkippedSlots.between(List.of(old), List.of(old, paused, late)))
        .containsExactly(late);
    assertThat(SkippedSlots.between(List.of(old, paused), List.of(paused))).isEmpty();
    assertThat(SkippedSlots.between(List.of(old, paused), List.of(paused, late)))
        .containsExactly(late);
    SkippedRange longer = range(0, 15, 3, SkipReason.MISSED);
    assertThat(SkippedSlots.between(List.of(old), List.of(longer)))
        .singleElement()
        .satisfies(
            rest -> {
              assertThat(rest.count()).isEqualTo(1);
              assertThat(rest.to()).isEqualTo(longer.to());
            });
  }
}
