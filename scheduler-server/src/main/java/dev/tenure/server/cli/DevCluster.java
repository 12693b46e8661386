package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The node processes of {@code tenure dev}. Thread-safe; {@code start} and {@code close} block. */
final class DevCluster implements AutoCloseable {

  private static final long STOP_SECONDS = 15;
  private static final long RESPAWN_SECONDS = 1;

  private final DevFolder folder;
  private final List<String> etcd;
  private final DevConsole console;
  private final Plan plan;
  private final CompletableFuture<Void> allGone = new CompletableFuture<>();
  // Guarded by this.
  private final List<DevNode> nodes = new ArrayList<>();
  private boolean closing;

  DevCluster(DevFolder folder, List<String> etcd, DevConsole console, Plan plan) {
    this.folder = folder;
    this.etcd = etcd;
    this.console = console;
    this.plan = plan;
  }

  /**
   * What to run.
   *
   * @param count how many nodes
   * @param firstPort the HTTP port of the first one; the others follow
   * @param conf the user's folder with tenure.conf and jobs.conf
   * @param plugins the folder with job classes
   * @param respawn whether to start a node again that ended by itself
   */
  record Plan(int count, int firstPort, Path conf, Path plugins, boolean respawn) {

    static String name(int index) {
      return "node-" + (index + 1);
    }

    int port(int index) {
      return firstPort + index;
    }
  }

  /** Starts all nodes; they come up by themselves. */
  synchronized void start() throws IOException {
    for (int index = 0; index < plan.count(); index++) {
      DevNode node = launch(index);
      console.line(
          "%-8s http://127.0.0.1:%d/   pid %d   log %s"
              .formatted(
                  node.name(),
                  node.port(),
                  node.process().pid(),
                  DevFolder.shown(folder.log(node.name()))));
    }
  }

  /** The settings of the first node; what concerns the cluster is the same for all. */
  NodeConfig anyConfig() {
    Path file = folder.path().resolve(Plan.name(0) + ".conf");
    return ConfigLoader.system().load(file).orThrow().node();
  }

  /** Completes when no node is left and none will be started. */
  CompletableFuture<Void> allGone() {
    return allGone.copy();
  }

  /** Drains all nodes and waits until they are gone. */
  @Override
  public void close() {
    List<DevNode> present;
    synchronized (this) {
      closing = true;
      present = List.copyOf(nodes);
    }
    present.forEach(DevNode::stop);
    try {
      for (DevNode node : present) {
        node.awaitEnd(STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      present.forEach(node -> node.process().destroyForcibly());
    }
  }

  private synchronized DevNode launch(int index) throws IOException {
    String name = Plan.name(index);
    Path config = folder.writeNode(name, plan.port(index), etcd, plan.conf(), plan.plugins());
    DevNode node = DevNode.start(name, plan.port(index), config, folder.log(name));
    nodes.add(node);
    node.process().onExit().thenAccept(process -> ended(index, node));
    return node;
  }

  private synchronized void ended(int index, DevNode node) {
    nodes.remove(node);
    if (closing) {
      return;
    }
    console.event(
        "%s (pid %d) is gone: %s%s"
            .formatted(
                node.name(),
                node.process().pid(),
                cause(node.process().exitValue()),
                plan.respawn() ? "; it is started again" : ""));
    if (plan.respawn()) {
      CompletableFuture.delayedExecutor(RESPAWN_SECONDS, TimeUnit.SECONDS)
          .execute(() -> respawn(index));
    } else if (nodes.isEmpty()) {
      allGone.complete(null);
    }
  }

  private synchronized void respawn(int index) {
    if (closing) {
      return;
    }
    try {
      DevNode node = launch(index);
      console.event("%s is starting, pid %d".formatted(node.name(), node.process().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String cause(int exitCode) {
    return switch (exitCode) {
      case 137 -> "killed";
      case 143 -> "terminated";
      default -> "exit code " + exitCode + ", its log is in " + DevFolder.shown(folder.path());
    };
  }
}
