package dev.tenure.node;

import dev.tenure.config.NodeConfig;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Terms in miniature, played in memory when a node starts. A few at once, so that its first real
 * win does not pay for loading classes; and then, slowly, as many as it takes until the JVM has
 * compiled what runs once in a term. Without them a follower's first take-over, perhaps after
 * weeks, would be interpreted, and take several times as long.
 */
final class Rehearsal {

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  /** For the classes. */
  private static final int AT_ONCE = 3;

  /** A method is compiled for the first time when it has been called 200 times. */
  private static final int SLOWLY = 250;

  /** Whoever starts, or works, has most of the processor meanwhile. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private static final int PAGE = 100;

  /** What is loaded is so for the whole process. */
  private static final AtomicBoolean begun = new AtomicBoolean();

  private Rehearsal() {}

  /**
   * Plays on a thread of its own, once in a process; returns at once.
   *
   * @param real the store that later terms will need, which is not written to
   */
  static void begin(Store real, NodeConfig config) {
    if (begun.compareAndSet(false, true)) {
      KeyLayout layout = new KeyLayout(config.etcd().root());
      Thread thread =
          new Thread(
              () -> play(config, AT_ONCE, SLOWLY, () -> walk(real, layout)), RehearsalGroup.NAME);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Blocks until the last run has ended; false if that did not come about.
   *
   * @param atOnce how many terms are played one after another; a second or so for a few
   * @param slowly how many with a pause before each, after that
   * @param pause what is done in each pause
   */
  static boolean play(NodeConfig config, int atOnce, int slowly, Runnable pause) {
    try (RehearsalGroup group = RehearsalGroup.open(config)) {
      boolean good = true;
      for (int term = 0; good && term < atOnce + slowly; term++) {
        if (term >= atOnce) {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
          pause.run();
        }
        good = group.term();
      }
      return good;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The way to the store and back as a term goes it: a listing, a page, and a commit of guards
   * alone, which is a read to the store. What is answered does not matter.
   */
  static void walk(Store real, KeyLayout layout) {
    String nowhere = layout.rehearsal();
    try {
      real.commit(
          new Commit(
              List.of(
                  new Commit.Absent(nowhere + "1"),
                  new Commit.Absent(nowhere + "2"),
                  new Commit.Absent(nowhere + "3")),
              List.of()));
      real.list(nowhere, nowhere, PAGE);
      real.list(nowhere);
    } catch (RuntimeException e) {
      log.debug("the store is not there for a rehearsal any more", e);
    }
  }
}
