package dev.tenure.quartz;

import dev.tenure.election.Leadership;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The switch that lets fires through: open with a leadership, or shut.
 *
 * <p>Quartz's own {@code standby()} is no barrier: its loop may fire a batch, or even acquire a new
 * one, after it has returned. So every way to a job leads through here. Thread-safe; only {@link
 * #shut} blocks.
 */
final class Gate {

  private static final TimeUnit DOUBT = TimeUnit.MILLISECONDS;
  private static final long DOUBT_LOOK = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /**
   * One opening; a later one is another, even with the same leadership. Guarded by {@link #lock}.
   */
  private @Nullable LedTerm opening;

  /** How many passes are inside. Guarded by {@link #lock}. */
  private int inside;

  /** Whether those inside may go on while nobody else enters. Guarded by {@link #lock}. */
  private boolean entranceShut;

  /** How many runs were granted inside and have yet to begin. Guarded by {@link #lock}. */
  private int toBegin;

  /** Somebody inside the gate. To be closed by the thread that entered. */
  final class Pass implements AutoCloseable {

    private final LedTerm entered;

    private Pass(LedTerm entered) {
      this.entered = entered;
    }

    Leadership leadership() {
      return entered.leadership();
    }

    /** Whether the gate is still open as it was on entering; the leadership may be in doubt. */
    boolean open() {
      lock.lock();
      try {
        return isSame(entered) && !entered.isOver();
      } finally {
        lock.unlock();
      }
    }

    /** Whether the gate is still open as it was on entering, and the leadership held. */
    boolean valid() {
      return open() && entered.leadership().held();
    }

    /** {@link #valid}, after waiting while the leadership is in doubt; blocks that long. */
    boolean validOnceClear() throws InterruptedException {
      while (open() && !entered.leadership().held()) {
        DOUBT.sleep(DOUBT_LOOK);
      }
      return valid();
    }

    /** A run was granted that a worker will begin, or be refused, through {@link #admit}. */
    void granted() {
      lock.lock();
      try {
        if (isSame(entered)) {
          toBegin++;
        }
      } finally {
        lock.unlock();
      }
    }

    /** Shuts the gate from inside, without waiting: the term turned out to be over. */
    void shutBehind() {
      lock.lock();
      try {
        if (isSame(entered)) {
          opening = null;
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        inside--;
        left.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  void open(Leadership leadership) {
    lock.lock();
    try {
      opening = new LedTerm(leadership);
      entranceShut = false;
      toBegin = 0;
    } finally {
      lock.unlock();
    }
  }

  /** A pass, unless the gate is shut or the leadership is not held any more. */
  Optional<Pass> enter() {
    lock.lock();
    try {
      LedTerm now = opening;
      if (now == null || entranceShut || !now.leadership().held()) {
        return Optional.empty();
      }
      inside++;
      return Optional.of(new Pass(now));
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #admit}, after waiting while the leadership is in doubt; blocks that long. */
  boolean admitOnceClear(Leadership leadership, Runnable act) {
    try {
      while (isInDoubt(leadership)) {
        DOUBT.sleep(DOUBT_LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return admit(leadership, act);
  }

  private boolean isInDoubt(Leadership leadership) {
    lock.lock();
    try {
      LedTerm now = opening;
      return now != null && now.leadership() == leadership && !now.isOver() && !leadership.held();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does the act while the gate is certainly open for the leadership, or does not do it. The act
   * must be short: nobody enters meanwhile.
   */
  private boolean admit(Leadership leadership, Runnable act) {
    lock.lock();
    try {
      if (opening == null || opening.leadership() != leadership) {
        return false;
      }
      toBegin--;
      left.signalAll();
      if (!leadership.held()) {
        return false;
      }
      act.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody in any more, and those inside finish: what was claimed begins. For a hand-over,
   * when the leadership is held and no slot need be lost. Ends at once when the leadership does.
   *
   * @param wait the longest wait
   */
  void shutEntrance(Duration wait) {
    lock.lock();
    try {
      LedTerm now = opening;
      entranceShut = true;
      long deadline = System.nanoTime() + wait.toNanos();
      while (now != null
          && isSame(now)
          && !now.isOver()
          && (inside > 0 || toBegin > 0)
          && System.nanoTime() - deadline < 0) {
        left.await(DOUBT_LOOK, DOUBT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shuts the gate at once, then waits until nobody is inside. A pass that stays longer finds
   * itself invalid.
   *
   * @param wait the longest wait
   * @return whether nobody is inside
   */
  boolean shut(Duration wait) {
    lock.lock();
    try {
      opening = null;
      long nanos = wait.toNanos();
      while (inside > 0 && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return inside() == 0;
  }

  private int inside() {
    lock.lock();
    try {
      return inside;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // each opening is itself
  private boolean isSame(LedTerm entered) {
    return opening == entered;
  }
}
