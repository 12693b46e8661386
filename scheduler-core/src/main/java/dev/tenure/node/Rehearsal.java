package dev.tenure.node;

import dev.tenure.config.NodeConfig;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Terms in miniature, played in memory when a node starts. A few at once, so that its first real
 * win does not pay for loading classes; and then, slowly, as many as it takes until the JVM has
 * compiled what runs once in a term. Without them a follower's first take-over, perhaps after
 * weeks, would be interpreted, and take several times as long.
 *
 * <p>A node that leads has runs to begin on time, and rehearses no more until it follows again.
 */
final class Rehearsal {

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  /** For the classes. */
  private static final int AT_ONCE = 3;

  /** A method is compiled for the first time when it has been called 200 times. */
  private static final int SLOWLY = 250;

  /** Whoever starts, or works, has most of the processor meanwhile. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** How often a node that leads looks whether it still does. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final int PAGE = 100;

  /** What is loaded is so for the whole process. */
  private static final AtomicBoolean begun = new AtomicBoolean();

  private Rehearsal() {}

  /**
   * Plays on a thread of its own, once in a process; returns at once.
   *
   * @param real the store that later terms will need, which is not written to
   * @param leads whether the node leads anything now
   */
  static void begin(Store real, NodeConfig config, BooleanSupplier leads) {
    if (begun.compareAndSet(false, true)) {
      KeyLayout layout = new KeyLayout(config.etcd().root());
      Thread thread =
          new Thread(
              () -> play(config, AT_ONCE, SLOWLY, leads, () -> walk(real, layout)),
              RehearsalGroup.NAME);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Blocks until the last run has ended; false if that did not come about.
   *
   * @param atOnce how many terms are played one after another; a second or so for a few
   * @param slowly how many with a pause before each, after that
   * @param leads whether to rest, after the present term, for as long as this holds
   * @param pause what is done in each pause
   */
  static boolean play(
      NodeConfig config, int atOnce, int slowly, BooleanSupplier leads, Runnable pause) {
    int all = atOnce + slowly;
    int played = 0;
    try {
      while (played < all) {
        try (RehearsalGroup group = RehearsalGroup.open(config)) {
          do {
            if (played >= atOnce) {
              TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
              pause.run();
            }
            if (!group.term()) {
              return false;
            }
            played++;
          } while (played < all && !leads.getAsBoolean());
        }
        while (played < all && leads.getAsBoolean()) {
          TimeUnit.MILLISECONDS.sleep(REST.toMillis());
        }
      }
      return true;
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
