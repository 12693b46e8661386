package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.NodeConfig;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.GroupName;
import dev.tenure.node.ClusterEvents;
import dev.tenure.node.TenureNode;
import dev.tenure.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * {@code tenure warm-up}: a node's life in short, so that the JVM has loaded the classes that it
 * then writes into the archive of {@code bin/tenure}. With an etcd of its own where one is
 * installed; otherwise as far as a node comes without.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Make an archive of classes beside the jars, so that commands start faster.")
final class WarmUpCommand implements Callable<Integer> {

  private static final Duration LEADS_WITHIN = Duration.ofSeconds(20);

  private final NodeFace face;

  WarmUpCommand(NodeFace face) {
    this.face = face;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("tenure-warm-up-");
    Path file = folder.resolve("tenure.conf");
    Path jobs =
        Files.writeString(
            folder.resolve("jobs.conf"),
            "jobs.warm { class = \"dev.tenure.examples.LogJob\", every = 1h }");
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single())) {
      lead(file, etcd.endpoint(0), jobs);
    } catch (IllegalStateException noEtcd) {
      lead(file, "http://127.0.0.1:1", jobs);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(jobs);
      Files.delete(folder);
    }
    return ExitCode.OK;
  }

  private void lead(Path file, String endpoint, Path jobs) throws IOException {
    Files.writeString(
        file,
        """
        tenure {
          node.name = warm-up
          etcd { endpoints = "%s", start-timeout = 1s }
          http.bind = "127.0.0.1:0"
          jobs.files = []
          plugins.dir = "%s/plugins"
        }
        """
            .formatted(endpoint, System.getProperty("tenure.home", folder(file))));
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "localhost").load(file).orThrow();
    RunningNode running = new RunningNode();
    try (NodeFace.Open open = face.open(configuration.node(), running);
        TenureNode node = TenureNode.start(configuration)) {
      running.started(node);
      awaitLeader(configuration.node());
      new WarmUpCalls(face, "127.0.0.1:" + open.port(), jobs).make();
      node.drain();
    } catch (StoreException e) {
      return; // there was no etcd to lead on
    }
  }

  private static String folder(Path file) {
    return String.valueOf(file.getParent());
  }

  private static void awaitLeader(NodeConfig node) {
    CompletableFuture<Void> led = new CompletableFuture<>();
    ClusterEvents events = ClusterEvents.follow(node.etcd(), node.groups(), new UntilLed(led));
    try {
      led.completeOnTimeout(null, LEADS_WITHIN.toMillis(), TimeUnit.MILLISECONDS).join();
    } finally {
      events.close();
    }
  }

  private record UntilLed(CompletableFuture<Void> led) implements ClusterEvents.Listener {

    @Override
    public void onLeader(GroupName group, Optional<ClusterEvents.Leader> leader, Duration silence) {
      leader.ifPresent(present -> led.complete(null));
    }

    @Override
    public void onClaimed(OpenRun run) {}

    @Override
    public void onEnded(FinishedRun run) {}
  }
}
