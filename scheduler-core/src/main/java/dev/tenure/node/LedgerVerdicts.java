package dev.tenure.node;

import dev.tenure.model.GroupName;
import dev.tenure.verify.GroupVerdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the ledgers of a node's groups when somebody asks for it, in the background, one at a
 * time: it reads much. The last verdict of each group stays until the next one.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class LedgerVerdicts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LedgerVerdicts.class);

  private final Check check;
  private final Clock clock;
  private final Map<GroupName, Judging> last = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread judge = new Thread(task, "verdict");
            judge.setDaemon(true);
            return judge;
          });

  // Guarded by this.
  private Optional<GroupName> busy = Optional.empty();

  /** What judges. */
  @FunctionalInterface
  interface Check {
    /** Blocks; throws {@link RuntimeException} when the ledger cannot be read. */
    GroupVerdict check(GroupName group, Optional<Instant> from, Optional<Instant> to);
  }

  /**
   * Which slots are judged.
   *
   * @param from those after it
   * @param to those up to it
   */
  public record Window(Instant from, Instant to) {}

  /** How far it has come with a group. */
  public sealed interface Judging {
    /** What was asked for. */
    Window window();

    /** Since when it goes on. */
    record Running(Window window, Instant since) implements Judging {}

    /** It has ended. */
    record Done(Window window, GroupVerdict verdict) implements Judging {}

    /** It could not be done, and why. */
    record Failed(Window window, Instant at, String why) implements Judging {}
  }

  LedgerVerdicts(Check check, Clock clock) {
    this.check = check;
    this.clock = clock;
  }

  /** The newest of a group; empty when nobody has asked since the node started. */
  public Optional<Judging> last(GroupName group) {
    return Optional.ofNullable(last.get(group));
  }

  /**
   * Begins to judge a group.
   *
   * @return empty if it has begun; else the group that is being judged, and nothing was begun
   */
  public synchronized Optional<GroupName> begin(GroupName group, Window window) {
    if (busy.isPresent() || thread.isShutdown()) {
      return busy.or(() -> Optional.of(group));
    }
    busy = Optional.of(group);
    last.put(group, new Judging.Running(window, clock.instant()));
    thread.execute(() -> end(group, judged(group, window)));
    return Optional.empty();
  }

  private Judging judged(GroupName group, Window window) {
    try {
      return new Judging.Done(
          window, check.check(group, Optional.of(window.from()), Optional.of(window.to())));
    } catch (RuntimeException e) {
      log.warn("the ledger of group {} could not be judged: {}", group, e.getMessage());
      return new Judging.Failed(window, clock.instant(), String.valueOf(e.getMessage()));
    }
  }

  private synchronized void end(GroupName group, Judging judging) {
    last.put(group, judging);
    busy = Optional.empty();
  }

  /** Nothing is begun any more; what goes on is given up. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
