package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import dev.tenure.ledger.RunLedger;
import dev.tenure.model.GroupName;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends the terms of a group on this node, in the one order that is safe, whoever calls
 * the jobs' code. {@link #start} and {@link #standby} may follow each other any number of times.
 *
 * <p>All methods block, so they are not called on an event loop; they may be called from different
 * threads, and a stand-down makes a start that is under way give up.
 */
final class TermCycle {

  private static final Logger log = LoggerFactory.getLogger(TermCycle.class);

  /** What is started when the gate is open, and stands by once it is shut. */
  interface Firing {
    /** Nothing but the gate decides. */
    Firing GATE_ALONE =
        new Firing() {
          @Override
          public void start() {}

          @Override
          public void standby() {}
        };

    void start();

    void standby();
  }

  /**
   * What a stand-down may take.
   *
   * @param grace how long one that hands over waits for running jobs before it interrupts them
   * @param stopBudget how long it waits for jobs that were interrupted
   */
  record Limits(GroupName group, Duration grace, Duration stopBudget) {}

  private final Limits limits;
  private final FireSide fire;
  private final RunLedger ledger;
  private final Firing firing;
  private final NanoClock nanos = NanoClock.system();

  /** Held for the whole of a start, a stand-down or a close. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  /** How many stand-downs were asked for; a start gives up when it changes. */
  private final AtomicInteger standbys = new AtomicInteger();

  /** Guarded by {@link #lifecycle}. */
  private @Nullable LedTerm leading;

  /** Guarded by {@link #lifecycle}. */
  private boolean closed;

  TermCycle(Limits limits, FireSide fire, RunLedger ledger, Firing firing) {
    this.limits = limits;
    this.fire = fire;
    this.ledger = ledger;
    this.firing = firing;
  }

  /**
   * Takes the ledger over, plans the catch-up, and opens the gate. Blocks until then, or until the
   * leadership ends, a stand-down is asked for, or the thread is interrupted.
   *
   * @throws IllegalStateException when this is closed, or has been started and not stood down
   */
  StartResult start(Leadership newLeadership) {
    int asked = standbys.get();
    lifecycle.lock();
    try {
      if (closed || leading != null) {
        throw new IllegalStateException(
            "the engine of group "
                + limits.group()
                + (closed ? " is closed" : " is started already; stand down first"));
      }
      LedTerm started = new LedTerm(newLeadership);
      Patience patience = new Patience(() -> !started.isOver() && standbys.get() == asked);
      StartResult result = fire.start(started, patience);
      if (result instanceof StartResult.Started) {
        leading = started;
        firing.start();
        fire.gone().begin(newLeadership);
      }
      log.debug("group {}: {}", limits.group(), result);
      return result;
    } finally {
      lifecycle.unlock();
    }
  }

  /**
   * Stops firing, then tells the running jobs, in this order: the gate is shut (what was claimed
   * before begins, for the reasons that grant a grace), Quartz stands by, running jobs are
   * interrupted (after the grace, for the reasons that grant one), their ends are recorded. Blocks
   * until all that is done or its budgets are spent. Also fine when nothing was started.
   */
  StandbyReport standby(StandbyReason reason) {
    standbys.incrementAndGet();
    if (reason.grantsGrace()) {
      fire.gate().shutEntrance(limits.stopBudget());
    }
    fire.gate().shut(Duration.ZERO);
    lifecycle.lock();
    try {
      return closed ? new StandbyReport(List.of()) : standDown(reason);
    } finally {
      lifecycle.unlock();
    }
  }

  private StandbyReport standDown(StandbyReason reason) {
    LedTerm left = leading;
    fire.gone().end();
    if (!fire.shut(limits.stopBudget())) {
      log.warn("group {}: a claim is still under way; it will not be started", limits.group());
    }
    firing.standby();
    if (left == null) {
      return new StandbyReport(fire.running().snapshot());
    }
    leading = null;
    if (reason.grantsGrace()) {
      fire.running().awaitNone(limits.grace(), () -> !left.isOver());
    }
    fire.running()
        .interruptAll(left.isOver() ? StandbyReason.SESSION_LOST.toString() : reason.toString());
    fire.running().awaitNone(limits.stopBudget(), () -> true);
    awaitRecords(left.leadership());
    StandbyReport report = new StandbyReport(fire.running().snapshot());
    report(reason, left.leadership(), report);
    return report;
  }

  /** Twice, because a claim that is granted late is handed back as another record. */
  private void awaitRecords(Leadership left) {
    Deadline deadline = Deadline.after(nanos.nanos(), limits.stopBudget());
    Patience patience = new Patience(() -> !deadline.passed(nanos.nanos()));
    patience.await(ledger.flush(left));
    patience.await(ledger.flush(left));
  }

  private void report(StandbyReason reason, Leadership left, StandbyReport report) {
    log.debug("group {}: stands by after term {}: {}", limits.group(), left.term(), reason);
    if (!report.stillRunning().isEmpty()) {
      log.warn(
          "group {}: {} runs were told to stop and still go on: {}",
          limits.group(),
          report.stillRunning().size(),
          report.stillRunning());
    }
  }

  /**
   * Stands down if need be, and ends for good. Idempotent.
   *
   * @param last what is ended then, the gate being shut; called once
   */
  void close(Runnable last) {
    standby(StandbyReason.CLOSE);
    lifecycle.lock();
    try {
      if (!closed) {
        closed = true;
        last.run();
      }
    } finally {
      lifecycle.unlock();
    }
  }
}
