package dev.tenure.loop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A value that one component owns and anybody may read or follow. Every follower hears the present
 * value first and then every later one, in order, on an executor of its own choice.
 *
 * <p>{@link #publish} is called by one thread at a time, the owner's loop; the rest is thread-safe.
 *
 * @param <T> an immutable type
 */
public final class Published<T> {

  private final List<Follower<T>> followers = new CopyOnWriteArrayList<>();
  // Guarded by this for writing, so that "present first, then every later one" has no gap.
  private volatile T present;

  /** Starts with the given value. */
  public Published(T first) {
    present = first;
  }

  /** The present value. */
  public T present() {
    return present;
  }

  /** Makes the value the present one and tells the followers. */
  public synchronized void publish(T next) {
    present = next;
    followers.forEach(follower -> follower.tell(next));
  }

  /** Follows the value: {@code listener} is called on {@code threads}, one call at a time. */
  public synchronized Subscription follow(Executor threads, Consumer<? super T> listener) {
    Follower<T> follower = new Follower<>(new SerialExecutor(threads), listener);
    followers.add(follower);
    follower.tell(present);
    return () -> {
      follower.open = false;
      followers.remove(follower);
    };
  }

  private static final class Follower<T> {
    private final Executor queue;
    private final Consumer<? super T> listener;
    private volatile boolean open = true;

    Follower(Executor queue, Consumer<? super T> listener) {
      this.queue = queue;
      this.listener = listener;
    }

    void tell(T value) {
      queue.execute(
          () -> {
            if (open) {
              listener.accept(value);
            }
          });
    }
  }
}
