package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Node processes that share an etcd and a job file, all in one folder. The job {@value #JOB} is a
 * {@link LineJob} whose missed slots are all run late.
 */
final class Cluster implements AutoCloseable {

  /** Short, so that tests are. */
  static final Duration TTL = Duration.ofSeconds(3);

  static final String JOB = "beat";
  static final String READY = "group default: ready to fire ";

  private final Path folder;
  private final List<String> endpoints;
  private final String root;
  private final List<String> settings;
  private final List<Launched> nodes = new ArrayList<>();

  private Cluster(Path folder, List<String> endpoints, String root, List<String> settings) {
    this.folder = folder;
    this.endpoints = endpoints;
    this.root = root;
    this.settings = settings;
  }

  /** No node yet; the job's slots come at the given distance. */
  static Cluster beating(Path folder, List<String> endpoints, String root, Duration every)
      throws IOException {
    // However slow the machine is, no slot may be left out for having waited too long.
    String policy = "catch-up { policy = all, max = 100000 }";
    return of(folder, endpoints, root, "every = " + every.toMillis() + "ms, " + policy);
  }

  /** No node yet; the job has a schedule in HOCON. */
  static Cluster of(Path folder, List<String> endpoints, String root, String schedule)
      throws IOException {
    return of(folder, endpoints, root, Map.of(JOB, schedule), List.of());
  }

  /**
   * No node yet.
   *
   * @param jobs the names of the jobs, and what each has beside its class and data, in HOCON
   * @param settings of all nodes, in HOCON, beneath {@code tenure}
   */
  static Cluster of(
      Path folder,
      List<String> endpoints,
      String root,
      Map<String, String> jobs,
      List<String> settings)
      throws IOException {
    Cluster cluster = new Cluster(folder, endpoints, root, settings);
    cluster.plugin();
    // One object: a parser of HOCON merges "jobs.a { … }" and "jobs.b { … }" one by one.
    StringBuilder file = new StringBuilder("jobs {\n");
    jobs.forEach(
        (name, what) ->
            file.append(
                """
                %s { class = "%s", data.file = "%s", %s }
                """
                    .formatted(name, LineJob.class.getName(), cluster.book().file(), what)));
    file.append("}\n");
    Files.writeString(folder.resolve("jobs.conf"), file);
    return cluster;
  }

  /** A jar with nothing but the job. */
  private void plugin() throws IOException {
    String name = LineJob.class.getName().replace('.', '/') + ".class";
    Path jar = Files.createDirectories(folder.resolve("plugins")).resolve("lines.jar");
    try (InputStream in = LineJob.class.getClassLoader().getResourceAsStream(name);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      assertThat(in).isNotNull();
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  Book book() {
    return new Book(folder.resolve("lines"));
  }

  String election() {
    return root + "/election/default";
  }

  /** Starts a node; answers at once. */
  Launched start(String name) throws IOException {
    return start(name, Map.of());
  }

  /** Starts a node with variables in its environment; answers at once. */
  Launched start(String name, Map<String, String> environment) throws IOException {
    Launched node =
        Launched.tenure(folder, environment, "node", "--config", configuration(name).toString());
    nodes.add(node);
    return node;
  }

  private Path configuration(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".conf"),
        """
        tenure {
          node.name = %s
          etcd { endpoints = "%s", root = "%s" }
          session.ttl = %ds
          http.bind = "127.0.0.1:0"
          plugins.dir = "plugins"
          %s
        }
        """
            .formatted(
                name,
                String.join(",", endpoints),
                root,
                TTL.toSeconds(),
                String.join("\n  ", settings)));
  }

  /** Starts a node that leads, and then more that wait behind it. */
  List<Launched> startInOrder(String... names) throws IOException {
    List<Launched> started = new ArrayList<>();
    for (String name : names) {
      Launched node = start(name);
      node.awaitLine(started.isEmpty() ? READY : "group default: led by " + names[0]);
      started.add(node);
    }
    return started;
  }

  /** What the ledger says of each job of a group; all nodes must have been drained. */
  Map<String, History> histories(String group, long period) throws InterruptedException {
    return History.ofAll(
        endpoints,
        group,
        root + "/journal/" + group + "/",
        root + "/completions/" + group + "/",
        period);
  }

  /** The same of the group {@code default}. */
  Map<String, History> histories(long period) throws InterruptedException {
    return histories("default", period);
  }

  /** The same of the one job. */
  History history(long period) throws InterruptedException {
    return histories(period).get(JOB);
  }

  /** Drains the nodes that are left, and waits for their ends. */
  void drain() throws IOException, InterruptedException {
    for (Launched node : nodes) {
      if (Launched.alive(node.pid())) {
        node.signal("TERM");
        assertThat(node.awaitExit()).as("exit code after SIGTERM").isZero();
      }
    }
  }

  @Override
  public void close() {
    nodes.forEach(Launched::close);
    await("no process is left")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.stream().noneMatch(node -> Launched.alive(node.pid())));
  }
}
