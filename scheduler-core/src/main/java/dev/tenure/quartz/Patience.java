package dev.tenure.quartz;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Waits for stages on the caller's thread, for as long as it makes sense.
 *
 * @param goOn asked every few milliseconds; false ends the wait
 */
record Patience(BooleanSupplier goOn) {

  private static final Duration LOOK = Duration.ofMillis(20);

  /** What the stage brings, or empty when the patience ends first or the thread is interrupted. */
  <T> Optional<T> await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    while (true) {
      try {
        return Optional.ofNullable(future.get(LOOK.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        if (!goOn.getAsBoolean()) {
          return Optional.empty();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the ledger failed to answer", e.getCause());
      }
    }
  }
}
