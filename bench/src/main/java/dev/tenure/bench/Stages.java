package dev.tenure.bench;

import java.util.concurrent.TimeUnit;

/** Waiting for a stage. */
final class Stages {

  private Stages() {}

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
}
