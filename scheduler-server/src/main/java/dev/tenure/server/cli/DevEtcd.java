package dev.tenure.server.cli;

import dev.tenure.etcd.LocalEtcd;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The etcd of {@code tenure dev}: says when it ends. Thread-safe; all methods block. */
final class DevEtcd implements AutoCloseable {

  private static final int ONLY = 0;
  private static final long RESPAWN_SECONDS = 1;

  private final DevConsole console;
  private final boolean respawn;
  // Guarded by this.
  private final LocalEtcd etcd;
  private boolean closing;

  private DevEtcd(DevConsole console, boolean respawn, LocalEtcd etcd) {
    this.console = console;
    this.respawn = respawn;
    this.etcd = etcd;
  }

  /**
   * Starts etcd and waits until it answers.
   *
   * @param respawn whether to start it again when it ends by itself
   * @throws IllegalStateException when it does not come up, with a message for the operator
   */
  static DevEtcd start(LocalEtcd.Options options, DevConsole console, boolean respawn) {
    DevEtcd started = new DevEtcd(console, respawn, LocalEtcd.start(options));
    console.line("etcd     " + started.endpoints().get(ONLY) + "   pid " + started.pid());
    started.watch();
    return started;
  }

  /** Where clients reach it. */
  List<String> endpoints() {
    return etcd.endpoints();
  }

  /** Kills it. */
  @Override
  public synchronized void close() {
    closing = true;
    etcd.close();
  }

  private synchronized long pid() {
    return etcd.pid(ONLY);
  }

  private void watch() {
    long pid = pid();
    Path log = DevFolder.shown(etcd.logFile(ONLY));
    ProcessHandle.of(pid)
        .map(ProcessHandle::onExit)
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .thenRun(() -> ended(pid, log));
  }

  private synchronized void ended(long pid, Path log) {
    if (closing) {
      return;
    }
    console.event(
        "etcd (pid %d) is gone, log %s: nothing fires until it is back%s"
            .formatted(
                pid, log, respawn ? "; it is started again" : "; --respawn would start it again"));
    if (respawn) {
      CompletableFuture.delayedExecutor(RESPAWN_SECONDS, TimeUnit.SECONDS).execute(this::restart);
    }
  }

  private synchronized void restart() {
    if (closing) {
      return;
    }
    try {
      etcd.restart(ONLY);
      console.event("etcd is back, pid " + etcd.pid(ONLY));
      watch();
    } catch (IllegalStateException e) {
      console.event("etcd does not come back: " + e.getMessage());
    }
  }
}
