package dev.tenure.definition;

import dev.tenure.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Those who wait until the view shows what they know to be in the store. A watch that does not show
 * it in time is taken for a silent one: it is replaced, and then everything is read again. Confined
 * to the loop.
 */
final class Waits {

  private static final Duration SILENCE = Duration.ofSeconds(2);

  /**
   * What is known of a key.
   *
   * @param modRevision the revision that wrote it; zero when it was not there
   * @param judged the revision of this knowledge
   */
  record Known(long modRevision, long judged) {}

  private static final class Waiter {
    private final Map<Thing, Known> wanted;
    private final Runnable then;
    private int silences;
    private boolean done;

    Waiter(Map<Thing, Known> wanted, Runnable then) {
      this.wanted = wanted;
      this.then = then;
    }
  }

  private final EventLoop loop;
  private final DefinitionIndex index;
  private final Tails tails;
  private final List<Waiter> waiters = new ArrayList<>();
  private final List<Runnable> forReady = new ArrayList<>();
  private long own;
  private boolean listening;

  Waits(EventLoop loop, DefinitionIndex index, Tails tails) {
    this.loop = loop;
    this.index = index;
    this.tails = tails;
  }

  /** Runs the task once everything was read: now, if it is. */
  void ready(Runnable then) {
    if (tails.ready()) {
      then.run();
    } else {
      forReady.add(then);
    }
  }

  /** Runs the task once the view is at least as new as what is known: now, if it is. */
  void until(Map<Thing, Known> wanted, Runnable then) {
    Waiter waiter = new Waiter(wanted, then);
    if (isShown(waiter)) {
      then.run();
    } else {
      waiters.add(waiter);
      loop.schedule(SILENCE, () -> silence(waiter));
    }
  }

  /** An own commit: the watch is to tell of it soon, or it is silent. */
  void expect(long revision) {
    own = Math.max(own, revision);
    if (!listening) {
      listening = true;
      long expected = own;
      loop.schedule(SILENCE.multipliedBy(3), () -> listened(expected));
    }
  }

  private void listened(long expected) {
    listening = false;
    if (tails.seen() < expected) {
      tails.renew();
    }
    if (own > expected) {
      expect(own);
    }
  }

  /**
   * Whether the view needs no telling of an own commit: what the watch told up to its revision, and
   * perhaps what came after, is there already.
   */
  boolean isOldNews(Thing thing, long revision) {
    return tails.passed(thing, revision);
  }

  /** The view has changed. */
  void check() {
    if (tails.ready() && !forReady.isEmpty()) {
      List<Runnable> tasks = List.copyOf(forReady);
      forReady.clear();
      tasks.forEach(Runnable::run);
    }
    if (waiters.isEmpty()) {
      return;
    }
    List<Waiter> shown = waiters.stream().filter(this::isShown).toList();
    waiters.removeAll(shown);
    for (Waiter waiter : shown) {
      waiter.done = true;
      // In a turn of its own: the rest of a revision may still be on its way to the view.
      loop.execute(waiter.then);
    }
  }

  private void silence(Waiter waiter) {
    if (waiter.done) {
      return;
    }
    waiter.silences++;
    if (waiter.silences % 2 == 1) {
      tails.renew();
    } else {
      tails.list();
    }
    loop.schedule(SILENCE, () -> silence(waiter));
  }

  private boolean isShown(Waiter waiter) {
    return waiter.wanted.entrySet().stream()
        .allMatch(entry -> isShown(entry.getKey(), entry.getValue()));
  }

  private boolean isShown(Thing thing, Known known) {
    long shown = index.modRevision(thing);
    return known.modRevision() > 0
        ? shown >= known.modRevision() || tails.passed(thing, known.modRevision())
        : shown == 0 || shown > known.judged();
  }
}
