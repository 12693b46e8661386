package dev.tenure.node;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionException;
import dev.tenure.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leader's key telling what the leader does now: each change is proclaimed within {@link
 * #SPACING}, and no more often than that, with one proclamation under way at a time.
 *
 * <p>All state belongs to the loop; the public methods may be called from anywhere and return at
 * once.
 */
final class Proclaimer {

  /** At most five proclamations a second. */
  static final Duration SPACING = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Proclaimer.class);

  private enum Phase {
    /** Nobody leads here, or nothing has changed. */
    QUIET,
    /** A proclamation is due at the end of the spacing. */
    DUE,
    /** A proclamation is under way. */
    SENT,
    /** A proclamation is under way, and what it says is old already. */
    SENT_AND_DUE
  }

  private final Election election;
  private final EventLoop loop;
  private Phase phase = Phase.QUIET;
  private long term;
  private Supplier<String> value = () -> "";
  private long lastSentNanos;

  /** Whether a proclamation is due that has not asked for its value yet. Any thread. */
  private final AtomicBoolean told = new AtomicBoolean();

  Proclaimer(Election election, EventLoop loop) {
    this.election = election;
    this.loop = loop;
    lastSentNanos = loop.clock().nanos() - SPACING.toNanos();
  }

  /** A term begins: proclaims at once, and from now on after each {@link #changed}. */
  void begin(long newTerm, Supplier<String> newValue) {
    loop.execute(
        () -> {
          term = newTerm;
          value = newValue;
          onChanged();
        });
  }

  /** The term is over: nothing more is proclaimed. */
  void end() {
    loop.execute(() -> term = 0);
  }

  /** What the value would say has changed. Called for each run: mostly it costs nothing. */
  void changed() {
    if (!told.getAndSet(true)) {
      loop.execute(this::onChanged);
    }
  }

  private void onChanged() {
    if (phase == Phase.QUIET) {
      phase = Phase.DUE;
      long sinceNanos = loop.clock().nanos() - lastSentNanos;
      loop.schedule(SPACING.minusNanos(sinceNanos), this::send);
    } else if (phase == Phase.SENT) {
      phase = Phase.SENT_AND_DUE;
    }
  }

  private void send() {
    told.set(false);
    if (term == 0) {
      phase = Phase.QUIET;
      return;
    }
    phase = Phase.SENT;
    lastSentNanos = loop.clock().nanos();
    election.proclaim(value.get()).whenCompleteAsync((done, failure) -> onSent(failure), loop);
  }

  private void onSent(Throwable failure) {
    boolean due = phase == Phase.SENT_AND_DUE;
    phase = Phase.QUIET;
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause != null && !(cause instanceof ElectionException)) {
      log.debug("a proclamation may not have arrived, it is repeated: {}", cause.toString());
      due = true;
    }
    if (due) {
      onChanged();
    }
  }
}
