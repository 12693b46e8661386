package dev.tenure.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the parent process is gone: standard input is a pipe whose other end the parent
 * holds and never writes to, and the system closes it however the parent ends.
 */
final class ParentWatch {

  private static final Duration HALT_AFTER = Duration.ofSeconds(10);

  private ParentWatch() {}

  /** Completes when standard input ends. A daemon thread, for reading cannot be interrupted. */
  static CompletableFuture<Void> gone() {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
                gone.complete(null);
              } catch (IOException e) {
                gone.completeExceptionally(e);
              }
            },
            "parent-watch");
    reader.setDaemon(true);
    reader.start();
    return gone;
  }

  /** Ends this process in a while, whatever it is doing then. */
  static void haltSoon(int exitCode) {
    CompletableFuture.delayedExecutor(HALT_AFTER.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> Runtime.getRuntime().halt(exitCode));
  }
}
