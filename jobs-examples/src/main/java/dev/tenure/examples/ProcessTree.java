package dev.tenure.examples;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process and all that it has started, so far as the system still knows the descent. */
final class ProcessTree {

  private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(1);

  private final ProcessHandle root;

  ProcessTree(Process process) {
    this.root = process.toHandle();
  }

  /**
   * Ends all of it: TERM, then KILL for what lives on. Blocks up to the grace and a second. An
   * interrupt meanwhile means that there is no time for grace, and is kept for the caller.
   */
  void end(Duration grace) {
    // Before the first signal: the children of a process that has ended are nobody's.
    Set<ProcessHandle> all = alive();
    if (all.isEmpty()) {
      return;
    }
    all.forEach(ProcessHandle::destroy);
    boolean interrupted = await(all, grace);
    for (ProcessHandle process : Set.copyOf(all)) {
      process.descendants().forEach(all::add);
    }
    all.removeIf(process -> !process.isAlive());
    if (!all.isEmpty()) {
      log.warn(
          "Processes {} did not end within {} after TERM; killing them",
          all.stream().map(ProcessHandle::pid).toList(),
          grace);
      all.forEach(ProcessHandle::destroyForcibly);
      interrupted |= await(all, AFTER_KILL);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ProcessHandle> alive() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    if (root.isAlive()) {
      all.add(root);
      root.descendants().forEach(all::add);
    }
    return all;
  }

  /** Returns whether it was interrupted. */
  private static boolean await(Set<ProcessHandle> processes, Duration limit) {
    CompletableFuture<?>[] exits =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.debug("Not all of {} have ended within {}", processes, limit);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for the end of " + processes, e);
    } catch (InterruptedException e) {
      return true;
    }
    return false;
  }
}
