package dev.tenure.server.cli;

import dev.tenure.election.LeaderWork;
import dev.tenure.election.Leadership;
import dev.tenure.election.StopReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program while leading. Its environment says which term it serves; when the leadership ends
 * it and its descendants get SIGTERM. SIGKILL follows when their time is up, and for the
 * descendants also when the program itself has ended: nothing of it outlives it, whatever it
 * started meanwhile, but for what has moved to a process group of its own and to another parent.
 */
final class CommandWork implements LeaderWork {

  /**
   * The shell becomes the program. Before that it leaves a guard behind that reads the other end of
   * our pipe. The pipe ends when the program does, and when we do, even by SIGKILL; a program must
   * not outlive its candidate, for then nobody would stop it when somebody else leads. Then the
   * guard kills the process group, which is the only way to hit all of it at one instant; without
   * setsid there is no such group, and only the program itself is hit.
   */
  private static final String GUARDED =
      "exec 3<&0; (trap '' INT HUP TERM; read -r line <&3;"
          + " kill -9 -$$ 2>/dev/null || kill -9 $$ 2>/dev/null) 3<&3 &"
          + " exec \"$@\" 3<&- </dev/null";

  private static final Duration GUARD_ACTS_WITHIN = Duration.ofMillis(100);

  private final String election;
  private final String value;
  private final List<String> command;
  private final Duration grace;
  private final Duration lossGrace;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  // Set by start and stop, which never overlap; read when the program ends.
  private volatile @Nullable Process process;

  /**
   * A program for the given election.
   *
   * @param grace how long it may take to stop on a resignation
   * @param lossGrace how long it may take to stop on a loss; within the session's margin
   */
  CommandWork(
      String election, String value, List<String> command, Duration grace, Duration lossGrace) {
    this.election = election;
    this.value = value;
    this.command = List.copyOf(command);
    this.grace = grace;
    this.lossGrace = lossGrace;
  }

  /** Completes with the program's exit code when it ends by itself, or fails if it cannot start. */
  CompletionStage<Integer> ended() {
    return ended;
  }

  @Override
  public void start(Leadership leadership) {
    if (!leadership.held()) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder(guarded());
    Map<String, String> environment = builder.environment();
    environment.put("TENURE_ELECTION", election);
    environment.put("TENURE_VALUE", value);
    environment.put("TENURE_TERM", leadership.term().toString());
    environment.put("TENURE_KEY", leadership.key());
    environment.put("TENURE_LEASE", leadership.lease().hex());
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process started = builder.start();
      process = started;
      started.onExit().thenAccept(this::exited);
    } catch (IOException e) {
      ended.completeExceptionally(e);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop(Leadership leadership, StopReason reason) {
    Process running = process;
    process = null;
    if (running == null || !running.isAlive()) {
      return;
    }
    // Before the first signal: the children of a process that has ended are nobody's.
    Set<ProcessHandle> all = new LinkedHashSet<>();
    all.add(running.toHandle());
    running.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroy);
    CompletableFuture<Process> gone = running.onExit();
    if (reason == StopReason.RESIGNED) {
      await(CompletableFuture.anyOf(gone, leadership.ended().toCompletableFuture()), grace);
    }
    if (reason == StopReason.LOST || !leadership.held()) {
      await(gone, lossGrace);
    }
    kill(running, all);
  }

  /** The program first: with it goes the pipe, and with the pipe its group. The rest one by one. */
  private static void kill(Process program, Set<ProcessHandle> known) {
    Set<ProcessHandle> all = new LinkedHashSet<>(known);
    known.forEach(each -> each.descendants().forEach(all::add));
    program.destroyForcibly();
    await(
        CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new)),
        GUARD_ACTS_WITHIN);
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private List<String> guarded() {
    List<String> words = new ArrayList<>();
    words.addAll(OwnSession.words());
    words.addAll(List.of("sh", "-c", GUARDED, "sh"));
    words.addAll(command);
    return words;
  }

  /** A program that was told to stop has not ended by itself. */
  private void exited(Process ending) {
    if (ending.equals(process)) {
      ended.complete(ending.exitValue());
    }
  }

  private static void await(CompletableFuture<?> stage, Duration limit) {
    try {
      stage.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // what comes next is the caller's decision
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process to end failed", e);
    }
  }
}
