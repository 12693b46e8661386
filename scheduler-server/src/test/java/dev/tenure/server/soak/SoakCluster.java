package dev.tenure.server.soak;

import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.LocalEtcd;
import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One etcd and node processes, on loopback. They end with the process that started them. */
final class SoakCluster implements AutoCloseable {

  static final Duration TTL = Duration.ofSeconds(3);

  /** Of each node, for runs. */
  static final int THREADS = 40;

  static final String ROOT = "/soak";
  static final String ELECTION = ROOT + "/election/default/";
  static final String JOURNAL = ROOT + "/journal/default/";

  /**
   * As docs/operations.md advises, but so short that it repeats itself within the warm-up; so does
   * what etcd keeps of its log in memory, by default 100,000 entries.
   */
  static final List<String> ETCD =
      List.of(
          "--auto-compaction-mode",
          "periodic",
          "--auto-compaction-retention",
          "3m",
          "--snapshot-count",
          "10000");

  private final Path folder;
  private final LocalEtcd etcd;
  private final Map<String, Launched> nodes = new LinkedHashMap<>();

  private SoakCluster(Path folder, LocalEtcd etcd) {
    this.folder = folder;
    this.etcd = etcd;
  }

  /** Starts etcd; no node yet. */
  static SoakCluster open(Path folder, int lightJobs) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("jobs.conf"), SoakJobs.hocon(lightJobs));
    return new SoakCluster(folder, LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(ETCD)));
  }

  LocalEtcd etcd() {
    return etcd;
  }

  /** By their names, in the order of their first starts. */
  Map<String, Launched> nodes() {
    return nodes;
  }

  /** Starts a node, or starts it again, and waits until it listens. */
  void start(String name) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            tenure {
              node.name = %s
              etcd { endpoints = "%s", root = "%s" }
              session.ttl = %ds
              runs.threads = %d
              http.bind = "127.0.0.1:0"
              plugins.dir = "%s"
              shutdown.grace = 2s
            }
            """
                .formatted(
                    name,
                    String.join(",", etcd.endpoints()),
                    ROOT,
                    TTL.toSeconds(),
                    THREADS,
                    Launched.home().resolve("plugins")));
    Launched node =
        Launched.tenure(
            folder, Map.of(), "node", "--exit-with-parent", "--config", file.toString());
    nodes.put(name, node);
    node.awaitLine("group default: (this node is LEADER|led by)");
  }

  @Override
  public void close() {
    nodes.values().forEach(Launched::close);
    await("no process is left")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.values().stream().noneMatch(node -> Launched.alive(node.pid())));
    etcd.close();
  }
}
