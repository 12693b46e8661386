package dev.tenure.node;

import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.model.GroupName;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes of one cluster, all in this JVM; each cluster has a root of its own. */
final class Nodes implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(60);

  private final List<String> endpoints;
  private final Path folder;
  private final String root;
  private final List<TenureNode> started = new ArrayList<>();
  private String settings = "";

  Nodes(EtcdExtension etcd, Path folder) {
    this(etcd.etcd().endpoints(), etcd.freshRoot().replaceAll("/$", ""), folder);
  }

  Nodes(List<String> endpoints, String root, Path folder) {
    this.endpoints = endpoints;
    this.root = root;
    this.folder = folder;
  }

  /** More settings of the nodes that are started from now on, in HOCON, beneath {@code tenure}. */
  Nodes with(String more) {
    settings = more;
    return this;
  }

  String root() {
    return root;
  }

  /** What the runs of {@link RecordingJob} in this cluster are told by. */
  String channel() {
    return root;
  }

  /** A recording job, in HOCON. */
  String recording(String name, String more) {
    return "jobs.%s { class = \"%s\", data.channel = \"%s\", %s }\n"
        .formatted(name, RecordingJob.class.getName(), channel(), more);
  }

  /** Writes a node's job file, for one that is to start or one that runs. */
  Path jobs(String node, String jobs) throws IOException {
    return Files.writeString(folder.resolve(node + "-jobs.conf"), jobs);
  }

  TenureNode start(String name, String jobs) throws IOException {
    jobs(name, jobs);
    return start(name);
  }

  /** Starts a node whose job file is written already. */
  TenureNode start(String name) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            tenure {
              node.name = %s
              etcd { endpoints = ["%s"], root = "%s" }
              session { ttl = 3s, margin = 300ms }
              http.bind = "127.0.0.1:7000"
              jobs.files = ["%s-jobs.conf"]
              %s
            }
            """
                .formatted(name, endpoints.get(0), root, name, settings));
    ConfigLoader loader = ConfigLoader.of(Map.of(), Map.of(), "localhost");
    Instant begun = Instant.now();
    Configuration configuration = loader.load(file).orThrow();
    TenureNode node =
        TenureNode.start(
            configuration,
            Embedding.of(configuration)
                .reading(configuration, file, begun, () -> loader.load(file))
                .withJobClasses(Nodes.class.getClassLoader()));
    started.add(node);
    return node;
  }

  /** Waits until one node leads the group. */
  TenureNode leader(String group) {
    GroupName name = new GroupName(group);
    await("a leader of " + group)
        .atMost(LONG)
        .until(() -> started.stream().anyMatch(node -> node.leads(name).orElse(false)));
    return started.stream()
        .filter(node -> node.leads(name).orElse(false))
        .findFirst()
        .orElseGet(() -> leader(group));
  }

  /** The runs of recording jobs whose id begins so. */
  List<RecordingJob.Seen> runs(String prefix) {
    return RecordingJob.of(channel()).stream().filter(run -> run.run().startsWith(prefix)).toList();
  }

  void awaitMoreRuns(String prefix, int more) {
    int before = runs(prefix).size();
    await(more + " more runs of " + prefix)
        .atMost(LONG)
        .until(() -> runs(prefix).size() >= before + more);
  }

  @Override
  public void close() {
    started.forEach(TenureNode::close);
  }
}
