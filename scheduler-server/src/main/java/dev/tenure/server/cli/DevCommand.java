package dev.tenure.server.cli;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.NodeConfig;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.node.ClusterEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tenure dev}: a whole cluster on this machine, until a signal ends it. */
@Command(
    name = "dev",
    description = {
      "Run a local etcd and several nodes, each a process of its own, with the",
      "jobs of conf/jobs.conf, and print who leads and what runs. Ctrl-C or",
      "SIGTERM stops everything."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure dev", "  tenure dev --nodes 5 --respawn"})
final class DevCommand implements Callable<Integer> {

  private static final int USUAL_ETCD_PORT = 2379;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      description = "How many nodes, 1 to 9. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".tenure/dev",
      description = "Where etcd's data, logs and generated files are. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("");

  @Option(
      names = "--port",
      defaultValue = "7071",
      description =
          "The HTTP port of the first node; the others follow. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--etcd-port",
      description = "The client port of etcd. Default: 2379 if it is free, else any free one.")
  private @Nullable Integer etcdPort;

  @Option(names = "--respawn", description = "Start a node, or etcd, again that ends by itself.")
  private boolean respawn;

  @Override
  public Integer call() throws IOException {
    CompletableFuture<Void> signal = StopSignals.first();
    requirePorts();
    Path conf = Path.of(System.getProperty("tenure.conf", "conf"));
    Checked.orThrow(ConfigLoader.system().load(conf.resolve("tenure.conf")));
    DevConsole console =
        new DevConsole(spec().commandLine().getOut(), Clock.system(ZoneId.systemDefault()));
    try (DevFolder folder = DevFolder.hold(data);
        DevEtcd etcd = startEtcd(folder.fresh(), console);
        DevCluster cluster = new DevCluster(folder, etcd.endpoints(), console, plan(conf))) {
      cluster.start();
      console.line("Ctrl-C stops everything.");
      console.line("");
      follow(signal, cluster, console);
      if (!signal.isDone()) {
        console.event("no node is left; --respawn would have started them again");
        return ExitCode.FAILED;
      }
      console.event("stopping");
    }
    console.event("stopped");
    return ExitCode.OK;
  }

  private static void follow(
      CompletableFuture<Void> signal, DevCluster cluster, DevConsole console) {
    NodeConfig any = cluster.anyConfig();
    ClusterEvents events = ClusterEvents.follow(any.etcd(), any.groups(), new DevEvents(console));
    try {
      CompletableFuture.anyOf(signal, cluster.allGone()).join();
    } finally {
      events.close();
    }
  }

  private DevCluster.Plan plan(Path conf) {
    String home = System.getProperty("tenure.home");
    Path plugins = home == null ? conf.resolveSibling("plugins") : Path.of(home, "plugins");
    return new DevCluster.Plan(count, port, conf, plugins.toAbsolutePath(), respawn);
  }

  private DevEtcd startEtcd(DevFolder folder, DevConsole console) {
    int chosen = etcdPort == null ? USUAL_ETCD_PORT : etcdPort;
    boolean anyFree = etcdPort == null && PortOwner.taken(chosen);
    LocalEtcd.Options options = LocalEtcd.Options.single().withDataDir(folder.etcdData());
    try {
      return DevEtcd.start(
          anyFree ? options : options.withClientPorts(List.of(chosen)), console, respawn);
    } catch (IllegalStateException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), "", e);
    }
  }

  private void requirePorts() {
    if (count < 1 || count > 9) {
      throw new ParameterException(spec().commandLine(), "--nodes must be 1 to 9, is " + count);
    }
    if (port < 1 || port + count > 65536) {
      throw new ParameterException(spec().commandLine(), "--port " + port + " is out of range");
    }
    for (int each = port; each < port + count; each++) {
      requireFree(each, "--port");
    }
    if (etcdPort != null) {
      requireFree(etcdPort, "--etcd-port");
    }
  }

  private static void requireFree(int port, String option) {
    if (PortOwner.taken(port)) {
      Optional<String> owner = PortOwner.of(port);
      throw new CommandFailure(
          ExitCode.FAILED,
          "port " + port + " is taken by " + owner.orElse("another process"),
          "stop that one, or choose other ports with " + option,
          null);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    return spec;
  }
}
