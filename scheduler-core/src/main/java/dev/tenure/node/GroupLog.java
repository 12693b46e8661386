package dev.tenure.node;

import dev.tenure.election.ElectionState;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.ledger.Skipped;
import dev.tenure.model.GroupName;
import dev.tenure.quartz.RunView;
import dev.tenure.quartz.StartResult;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * What a node says of one group in its log: one line for each thing that an operator wants to know,
 * and no more. Thread-safe.
 */
final class GroupLog {

  private final GroupName group;
  private final Logger log;
  // Guarded by this.
  private boolean troubled;
  // What this node leads, and has said no end of. Guarded by this.
  private @Nullable Leadership led;
  // The term whose first run is still to come.
  private final AtomicReference<@Nullable Leadership> fresh = new AtomicReference<>();

  private final RunLines runLines;

  GroupLog(GroupName group) {
    this(group, LoggerFactory.getLogger(GroupLog.class));
  }

  private GroupLog(GroupName group, Logger log) {
    this.group = group;
    this.log = log;
    runLines = new RunLines(group, NanoClock.system(), log);
  }

  /** What nobody is to read. */
  static GroupLog silent(GroupName group) {
    return new GroupLog(group, NOPLogger.NOP_LOGGER);
  }

  GroupName group() {
    return group;
  }

  /** For those who have more to say of the group than this. */
  Logger log() {
    return log;
  }

  /** One line when trouble begins; a node that campaigns through an outage stays calm. */
  synchronized void state(ElectionState state) {
    sayIfLost();
    if (state instanceof ElectionState.Error error) {
      if (!troubled) {
        log.warn("group {}: {}; campaigns again until it succeeds", group, error);
      }
      troubled = true;
    } else if (state instanceof ElectionState.Leader || !troubled) {
      troubled = false;
      log.info("group {}: this node is {}", group, state);
    }
  }

  synchronized void led(Optional<NodeStatus.Leader> leader) {
    sayIfLost();
    troubled = false;
    log.info(
        "group {}: {}",
        group,
        leader.map(l -> "led by " + l.node() + ", term " + l.term()).orElse("nobody leads"));
  }

  /** Before anything of the term is started. */
  synchronized void starting(Leadership leadership) {
    led = leadership;
  }

  void started(Leadership leadership, StartResult result) {
    if (result instanceof StartResult.Started started) {
      fresh.set(leadership);
      log.info(
          "group {}: ready to fire {} jobs {} ms after the key ahead was gone; {} runs of older"
              + " terms lost, {} jobs with missed slots",
          group,
          started.jobs(),
          leadership.sinceFirstInLine().toMillis(),
          started.lost(),
          started.overdue());
    } else {
      log.warn("group {}: term {} does not begin: {}", group, leadership.term(), result);
    }
  }

  void firstClaim(Leadership leadership, int runs) {
    log.info(
        "group {}: first claim of term {}, of {} runs, {} ms after the key ahead was gone",
        group,
        leadership.term(),
        runs,
        leadership.sinceFirstInLine().toMillis());
  }

  synchronized void stopping(Leadership leadership, StopReason reason) {
    runLines.flush();
    if (reason == StopReason.LOST) {
      sayIfLost();
    } else {
      led = null;
      log.info("group {}: gives up term {}; nothing more fires here", group, leadership.term());
    }
  }

  /**
   * A loss is told on several threads at once; whichever speaks first says what it all follows
   * from. With the lock held.
   */
  private void sayIfLost() {
    Leadership was = led;
    if (was != null && was.ended().toCompletableFuture().isDone()) {
      led = null;
      log.warn("group {}: lost term {}; nothing fires here", group, was.term());
    }
  }

  void runStarted(RunView run) {
    if (fresh.getAndSet(null) != null) {
      log.info(
          "group {}: first run of term {}, {} ms after its slot",
          group,
          run.term(),
          Duration.between(run.slot(), run.started()).toMillis());
    }
  }

  void runEnded(RunOutcome outcome) {
    runLines.ended(outcome);
  }

  void skipped(Skipped skipped) {
    runLines.skipped(skipped);
  }
}
