package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.HostPort;
import dev.tenure.config.HttpConfig;
import dev.tenure.config.NodeConfig;
import dev.tenure.node.Embedding;
import dev.tenure.node.TenureNode;
import dev.tenure.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenure node}: one node, until a signal ends it. */
@Command(
    name = "node",
    description = {
      "Run one node. SIGTERM drains it: nothing new starts, running jobs may end",
      "for up to shutdown.grace, then it resigns. A second signal ends it at once."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure node", "  tenure node --config /etc/tenure/tenure.conf"})
final class NodeCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(NodeCommand.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The node's file. Default: tenure.conf in the folder conf.")
  private @Nullable Path config;

  @Option(
      names = "--exit-with-parent",
      hidden = true,
      description = "End when standard input ends, which it does when the parent process is gone.")
  private boolean exitWithParent;

  private final NodeFace face;

  NodeCommand(NodeFace face) {
    this.face = face;
  }

  @Override
  public Integer call() {
    CompletableFuture<Void> signal = StopSignals.first();
    CompletableFuture<Throwable> lost = lostBeyondRepair();
    CompletableFuture<Void> orphaned =
        exitWithParent ? ParentWatch.gone() : new CompletableFuture<>();
    Path file = config == null ? ConfigOption.defaultFile() : config;
    Instant begun = Instant.now();
    Configuration loaded = Checked.orThrow(ConfigLoader.system().load(file));
    Embedding embedding =
        Embedding.of(loaded).reading(loaded, file, begun, () -> ConfigLoader.system().load(file));
    RunningNode running = new RunningNode();
    try (NodeFace.Open open = open(loaded.node(), running)) {
      String address = loaded.node().http().address(open.port());
      CompletableFuture<TenureNode> starting =
          CompletableFuture.supplyAsync(
              () -> TenureNode.start(loaded, open.joining(embedding.at(address))),
              NodeCommand::onOwnThread);
      CompletableFuture.anyOf(starting.exceptionally(e -> null), signal, orphaned).join();
      if (!starting.isDone()) {
        log.info("told to stop before the node had started");
        return ExitCode.OK;
      }
      return run(
          started(starting, loaded.node()),
          running,
          loaded.node(),
          new Ends(signal, orphaned, lost));
    }
  }

  /**
   * What may end a node.
   *
   * @param signal SIGTERM or SIGINT has come
   * @param orphaned the parent is gone
   * @param lost the JVM is not to be trusted any more, or the node's name is another's
   */
  private record Ends(
      CompletableFuture<Void> signal,
      CompletableFuture<Void> orphaned,
      CompletableFuture<Throwable> lost) {}

  private int run(TenureNode node, RunningNode running, NodeConfig config, Ends ends) {
    try (node) {
      running.started(node);
      node.lost().thenAccept(why -> ends.lost().complete(new IllegalStateException(why)));
      CompletableFuture.anyOf(ends.signal(), ends.orphaned(), ends.lost()).join();
      running.drains();
      if (ends.lost().isDone()) {
        Throwable why = ends.lost().join();
        log.error("the node cannot go on: {}", why.getMessage(), why instanceof Error ? why : null);
        ParentWatch.haltSoon(ExitCode.LOST);
        return ExitCode.LOST;
      }
      if (ends.orphaned().isDone()) {
        log.warn("stopping at once: the parent process is gone");
        ParentWatch.haltSoon(ExitCode.FAILED);
        return ExitCode.OK;
      }
      log.info("stopping: running jobs have up to {} s", config.shutdown().grace().toSeconds());
      node.drain();
      return ExitCode.OK;
    } finally {
      log.info("stopped");
    }
  }

  /** An Error that nobody caught: a thread is missing now, and nobody knows what else. */
  private static CompletableFuture<Throwable> lostBeyondRepair() {
    CompletableFuture<Throwable> lost = new CompletableFuture<>();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          if (thrown instanceof Error) {
            lost.complete(thrown);
          } else {
            log.error("thread {} has ended; this is a defect, please report it", thread, thrown);
          }
        });
    return lost;
  }

  /** A signal must be able to end a node that still waits for etcd. */
  private static void onOwnThread(Runnable task) {
    Thread thread = new Thread(task, "start");
    thread.setDaemon(true);
    thread.start();
  }

  private NodeFace.Open open(NodeConfig node, RunningNode running) {
    HttpConfig http = node.http();
    try {
      NodeFace.Open open = face.open(node, running);
      log.info(
          "listening on {}{}",
          http.tls().isPresent() ? "https://" : "",
          new HostPort(http.bind().host(), open.port()));
      return open;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          String.valueOf(e.getMessage()),
          "http.bind says where the node listens" + PortOwner.hint(http.bind().port()),
          e);
    }
  }

  private static TenureNode started(CompletableFuture<TenureNode> starting, NodeConfig config) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw new CommandFailure(
            cause.kind() == StoreException.Kind.UNAVAILABLE
                ? ExitCode.UNREACHABLE
                : ExitCode.FAILED,
            String.valueOf(cause.getMessage()),
            "is etcd running at " + config.etcd().endpoints() + "? See etcd.endpoints",
            cause);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
