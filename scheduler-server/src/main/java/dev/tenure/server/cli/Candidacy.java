package dev.tenure.server.cli;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionException;
import dev.tenure.election.ElectionState;
import dev.tenure.time.Backoff;
import java.io.PrintWriter;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands for election until it is told to stop: after an error it campaigns again, with back-off.
 */
final class Candidacy {

  private final Election election;
  private final String value;
  private final Backoff retry;
  private final PrintWriter err;
  // Only touched by the state listener, one call at a time.
  private int failures;
  private volatile boolean stopped;

  Candidacy(Election election, String value, Backoff retry, PrintWriter err) {
    this.election = election;
    this.value = value;
    this.retry = retry;
    this.err = err;
  }

  /** Returns at once; calls of {@code listener} have begun before. */
  void begin() {
    election.states(this::changed);
    campaign();
  }

  /** Writes a line to the leader's key; says so on standard error where that cannot be. */
  void proclaim(String line) {
    election
        .proclaim(line)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                err.println("error: not proclaimed: " + reason(failure));
                err.flush();
              }
            });
  }

  /** No further campaign begins. */
  void stop() {
    stopped = true;
  }

  private void changed(ElectionState state) {
    if (state instanceof ElectionState.Leader) {
      failures = 0;
    } else if (state instanceof ElectionState.Error) {
      failures++;
      CompletableFuture.delayedExecutor(
              retry.wait(failures, new SplittableRandom()).toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::campaign);
    }
  }

  private void campaign() {
    if (!stopped) {
      // Its outcome is in the states.
      election.campaign(value).exceptionally(failure -> null);
    }
  }

  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ElectionException)) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
