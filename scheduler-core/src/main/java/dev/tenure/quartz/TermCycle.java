package dev.tenure.quartz;

import dev.tenure.config.OnHandOver;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.HandOverResult;
import dev.tenure.ledger.RightListener;
import dev.tenure.ledger.RunLedger;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.time.Deadline;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
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
  private final HandOverRule rule;
  private final NanoClock nanos = NanoClock.system();

  /** Held for the whole of a start, a stand-down or a close. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  /** How many stand-downs were asked for; a start gives up when it changes. */
  private final AtomicInteger standbys = new AtomicInteger();

  /** Guarded by {@link #lifecycle}. */
  private @Nullable LedTerm leading;

  /** Terms that were handed over and may have runs in progress. Guarded by {@link #lifecycle}. */
  private final Set<Term> handedOver = new HashSet<>();

  /** Guarded by {@link #lifecycle}. */
  private boolean closed;

  TermCycle(Limits limits, FireSide fire, RunLedger ledger, Firing firing, HandOverRule rule) {
    this.limits = limits;
    this.fire = fire;
    this.ledger = ledger;
    this.firing = firing;
    this.rule = rule;
  }

  /** As below, where nothing else is to be waited for. */
  StartResult start(Leadership newLeadership) {
    return start(newLeadership, CompletableFuture.completedFuture(true));
  }

  /**
   * Takes the ledger over, plans the catch-up, and opens the gate. Blocks until then, or until the
   * leadership ends, a stand-down is asked for, or the thread is interrupted.
   *
   * @param prepared what is to have ended before the first slot is looked at
   * @throws IllegalStateException when this is closed, or has been started and not stood down
   */
  StartResult start(Leadership newLeadership, CompletionStage<?> prepared) {
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
      StartResult result = fire.start(started, patience, prepared);
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
   * Stops firing, then deals with the running jobs, in this order: the gate is shut (what was
   * claimed before begins, for the reasons that grant a grace), Quartz stands by. Runs in progress
   * are handed over with the term, and go on, where the reason grants a grace and there is a
   * session for that. Else they are interrupted (after the grace, for the reasons that grant one),
   * and their ends are recorded. Blocks until all that is done or its budgets are spent. Also fine
   * when nothing was started.
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
    Predicate<Term> its = left.leadership().term()::equals;
    if (reason.grantsGrace()) {
      if (handsRunsOver(left, reason)) {
        return new StandbyReport(fire.running().snapshot());
      }
      fire.running().awaitNone(its, limits.grace(), () -> !left.isOver());
    }
    stop(its, left.isOver() ? StandbyReason.SESSION_LOST : reason);
    awaitRecords(left.leadership());
    StandbyReport report = new StandbyReport(fire.running().snapshot());
    report(reason, left.leadership(), report);
    return report;
  }

  private void stop(Predicate<Term> terms, StandbyReason reason) {
    fire.running().interruptAll(terms, reason.toString());
    fire.running().awaitNone(terms, limits.stopBudget(), () -> true);
  }

  /** Whether the next leader need not wait: nothing runs, or what runs may go on without a term. */
  private boolean handsRunsOver(LedTerm left, StandbyReason reason) {
    Optional<Leadership> session = left.isOver() ? Optional.empty() : rule.session().get();
    if (session.isEmpty()) {
      return false;
    }
    Deadline deadline = Deadline.after(nanos.nanos(), limits.stopBudget());
    Leadership leadership = left.leadership();
    Optional<HandOverResult> result =
        new Patience(() -> !left.isOver() && !deadline.passed(nanos.nanos()))
            .await(ledger.handOver(leadership, session.get(), new Finishing()));
    if (result.isEmpty() || result.get() instanceof HandOverResult.Refused) {
      log.warn(
          "group {}: the runs of term {} cannot go on after it: {}",
          limits.group(),
          leadership.term(),
          result.map(Object::toString).orElse("no answer"));
      return false;
    }
    if (result.get() instanceof HandOverResult.Handed handed) {
      handedOver.add(leadership.term());
      boolean interrupts = rule.runs() == OnHandOver.INTERRUPT;
      log.info(
          "group {}: {} runs of term {} {} on this node, which records their ends",
          limits.group(),
          handed.runs(),
          leadership.term(),
          interrupts ? "are interrupted" : "go on");
      if (interrupts) {
        fire.running().interruptAll(leadership.term()::equals, reason.toString());
      }
    }
    return true;
  }

  /**
   * Ends what was handed over before: waits for those runs, interrupts what is left of them, and
   * gives back the right to record their ends. Blocks until all that is done or its budgets are
   * spent; at once when there is nothing of the kind.
   *
   * @param grace how long they may go on before they are interrupted
   */
  void finish(Duration grace) {
    Set<Term> terms;
    lifecycle.lock();
    try {
      terms = Set.copyOf(handedOver);
      handedOver.clear();
    } finally {
      lifecycle.unlock();
    }
    if (terms.isEmpty()) {
      return;
    }
    if (!fire.running().awaitNone(terms::contains, grace, () -> true)) {
      stop(terms::contains, StandbyReason.DRAIN);
    }
    Deadline deadline = Deadline.after(nanos.nanos(), limits.stopBudget());
    new Patience(() -> !deadline.passed(nanos.nanos())).await(ledger.giveBack());
  }

  /** What the ledger says of runs that go on after their term. */
  private final class Finishing implements RightListener {
    @Override
    public void onInterrupt(RunId run, String reason) {
      fire.running().interrupt(run, reason);
    }

    @Override
    public void onLost(Leadership handedOver) {
      fire.running().interruptAll(handedOver.term()::equals, StandbyReason.SESSION_LOST.toString());
    }
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
    finish(Duration.ZERO);
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
