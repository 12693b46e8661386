package dev.tenure.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waiting for a stage. */
final class Stages {

  private Stages() {}

  /** How long what has piled up at the start may take to go. */
  static final Duration TO_BE_ON_TIME = Duration.ofMinutes(1);

  /** Until something has run. */
  static void awaitFirst(Stage stage) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (stage.node().number("done") == 0) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("nothing has run for three minutes after the start");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Until the runs of a second all began within half a second of their slots, so that what had
   * piled up at the start is gone; not for ever, as some never catch up.
   */
  static void awaitOnTime(Stage stage) throws InterruptedException {
    long end = System.nanoTime() + TO_BE_ON_TIME.toNanos();
    long latest = Long.MAX_VALUE;
    while (latest > TimeUnit.MILLISECONDS.toMicros(500) && System.nanoTime() - end < 0) {
      stage.node().ask("listen");
      TimeUnit.SECONDS.sleep(1);
      latest = heard(stage).stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE);
    }
  }

  /** By how many microseconds runs began after their slots, since the node was told to listen. */
  static List<Long> heard(Stage stage) {
    return Arrays.stream(stage.node().ask("heard").split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }
}
