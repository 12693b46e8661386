package dev.tenure.quartz;

import dev.tenure.ledger.ClaimResult;
import dev.tenure.ledger.RunLedger;
import dev.tenure.ledger.RunOutcome;
import dev.tenure.model.RunId;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import dev.tenure.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims runs and waits for the answer, on the thread that wants to start them, for as long as the
 * gate stays open. A claim that is granted after its claimant has left is handed back as a run that
 * was not started.
 */
final class ClaimDesk {

  private static final Logger log = LoggerFactory.getLogger(ClaimDesk.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

  private final EngineLedger ledger;
  private final RunEnd ends;
  private final Clock clock;
  private final NanoClock nanos;

  private final AtomicInteger failures = new AtomicInteger();
  private volatile long closedUntil;

  ClaimDesk(EngineLedger ledger, RunEnd ends, Clock clock, NanoClock nanos) {
    this.ledger = ledger;
    this.ends = ends;
    this.clock = clock;
    this.nanos = nanos;
    this.closedUntil = nanos.nanos();
  }

  /** Whether a claim has a chance now; false for a while after the store refused one. */
  boolean isOpen() {
    return closedUntil - nanos.nanos() <= 0;
  }

  /**
   * The runs that are claimed and may be started, or empty when nothing is known to be claimed;
   * blocks until the answer is there or the pass is not valid any more.
   */
  Optional<Set<RunId>> claim(Gate.Pass pass, List<ClaimedRun> claims) {
    if (!isForOne(claims)) {
      return inHalves(pass, claims);
    }
    return claim(pass, claims, ask(pass, claims));
  }

  /** Whether so much can be asked for at once. */
  static boolean isForOne(List<ClaimedRun> claims) {
    return requested(claims) <= RunLedger.MAX_REQUESTED;
  }

  /** Asks, and does not wait. */
  CompletableFuture<ClaimResult> ask(Gate.Pass pass, List<ClaimedRun> claims) {
    return ledger
        .claim(pass.leadership(), claims.stream().map(ClaimedRun::claim).toList())
        .toCompletableFuture();
  }

  /** As {@link #claim(Gate.Pass, List)}, of what was asked for before. */
  Optional<Set<RunId>> claim(
      Gate.Pass pass, List<ClaimedRun> claims, CompletableFuture<ClaimResult> answer) {
    Optional<ClaimResult> result = await(pass, answer);
    if (result.isEmpty()) {
      handBack(pass, claims, answer);
      return Optional.empty();
    }
    return answered(pass, claims, result.get());
  }

  private static long requested(List<ClaimedRun> claims) {
    return claims.stream().filter(run -> run.claim().request().isPresent()).count();
  }

  private Optional<Set<RunId>> answered(
      Gate.Pass pass, List<ClaimedRun> claims, ClaimResult result) {
    if (result instanceof ClaimResult.Claimed claimed) {
      granted();
      return Optional.of(claimed.runs());
    } else if (result instanceof ClaimResult.Failed failed) {
      return refused(pass, claims, failed.cause());
    }
    pass.shutBehind();
    log.warn(
        "{} claims of term {} were not granted: {}. Nothing fires any more in this term",
        claims.size(),
        pass.leadership().term(),
        result instanceof ClaimResult.Unknown unknown ? unknown.reason() : "the term is over");
    return Optional.empty();
  }

  private void granted() {
    if (failures.getAndSet(0) > 0) {
      log.info("claims are granted again");
    }
  }

  private Optional<Set<RunId>> refused(
      Gate.Pass pass, List<ClaimedRun> claims, StoreException cause) {
    if (cause.kind() == StoreException.Kind.LIMIT && claims.size() > 1) {
      return inHalves(pass, claims);
    }
    int inARow = failures.incrementAndGet();
    closedUntil = nanos.nanos() + BACKOFF.wait(inARow, ThreadLocalRandom.current()).toNanos();
    if (inARow == 1) {
      log.warn(
          "claims are refused, so nothing fires until they are accepted again: {}",
          cause.getMessage());
    }
    return Optional.empty();
  }

  /** What is too much together may still fit one by one. */
  private Optional<Set<RunId>> inHalves(Gate.Pass pass, List<ClaimedRun> claims) {
    int middle = claims.size() / 2;
    Set<RunId> runs = new HashSet<>();
    Optional<Set<RunId>> first = claim(pass, claims.subList(0, middle));
    Optional<Set<RunId>> second = claim(pass, claims.subList(middle, claims.size()));
    first.ifPresent(runs::addAll);
    second.ifPresent(runs::addAll);
    return first.isEmpty() && second.isEmpty() ? Optional.empty() : Optional.of(runs);
  }

  private static Optional<ClaimResult> await(
      Gate.Pass pass, CompletableFuture<ClaimResult> answer) {
    while (true) {
      try {
        ClaimResult result = answer.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        return pass.validOnceClear() ? Optional.of(result) : Optional.empty();
      } catch (TimeoutException e) {
        if (!pass.open()) {
          return Optional.empty();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the ledger failed to answer a claim", e.getCause());
      }
    }
  }

  /** Records what is granted as not started, once it is granted. */
  void handBack(Gate.Pass pass, List<ClaimedRun> claims, CompletableFuture<ClaimResult> answer) {
    answer
        .thenAccept(
            result -> {
              if (result instanceof ClaimResult.Claimed claimed) {
                notStarted(
                    pass,
                    claims.stream().filter(run -> claimed.runs().contains(run.id())).toList(),
                    "the gate was shut before the claim was granted");
              }
            })
        .exceptionally(
            thrown -> {
              log.error("a late claim could not be handed back", thrown);
              return null;
            });
  }

  /** Records that runs which are claimed will not be started. */
  void notStarted(Gate.Pass pass, List<ClaimedRun> runs, String reason) {
    if (runs.isEmpty()) {
      return;
    }
    log.warn(
        "not started although claimed: {}: {}", runs.stream().map(ClaimedRun::id).toList(), reason);
    RunOutcome[] outcomes =
        runs.stream()
            .map(run -> ends.notStarted(run, reason, clock.instant()))
            .toArray(RunOutcome[]::new);
    ledger.complete(pass.leadership(), outcomes);
  }
}
