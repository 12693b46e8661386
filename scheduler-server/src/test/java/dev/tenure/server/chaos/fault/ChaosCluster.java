package dev.tenure.server.chaos.fault;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.FreePorts;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.store.Store;
import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node processes and an etcd with something to break between any two of them: each node reaches
 * each member of etcd, and each node the others, through a proxy of its own. The harness has a way
 * of its own, which is never broken. The nodes stand for the group {@code default}.
 */
public final class ChaosCluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChaosCluster.class);
  private static final int MEBI = 1 << 20;

  /** Three JVMs that start at the same time on a busy machine take a minute and more. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * A JVM that libfaketime is loaded into can hang before it comes to our code, as its issues 57,
   * 95 and 241 tell; a node of ours says something before it does anything.
   */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final ChaosOptions options;
  private final LocalEtcd etcd;
  private final @Nullable Namespaces namespaces;
  private final EtcdStore store;
  private final Candidates candidates;
  private final List<ChaosNode> nodes = new ArrayList<>();
  private final Thread atExit = new Thread(this::end, "chaos-end");

  private ChaosCluster(ChaosOptions options, LocalEtcd etcd, @Nullable Namespaces namespaces) {
    this.options = options;
    this.etcd = etcd;
    this.namespaces = namespaces;
    store = EtcdStore.open(EtcdSettings.of(etcd.endpoints()));
    candidates = new Candidates(store, options.root() + "/election/default");
  }

  /** Starts etcd and lays the links; no node runs yet. */
  public static ChaosCluster open(ChaosOptions options) throws IOException {
    LocalEtcd.Options wanted =
        options.etcdMembers() == 1 ? LocalEtcd.Options.single() : LocalEtcd.Options.cluster();
    LocalEtcd etcd =
        LocalEtcd.start(
            wanted
                .withDataDir(options.folder().resolve("etcd"))
                .withExtraArgs(
                    List.of(
                        "--quota-backend-bytes",
                        Long.toString((long) options.quotaMegabytes() * MEBI))));
    ChaosCluster cluster = null;
    try {
      Namespaces namespaces =
          Namespaces.whyNot().isEmpty() ? Namespaces.open(options.nodes()) : null;
      cluster = new ChaosCluster(options, etcd, namespaces);
      for (int number = 1; number <= options.nodes(); number++) {
        cluster.nodes.add(cluster.node(number));
      }
      // Who is told to end by a signal ends without closing anything, and a frozen node hears
      // nothing.
      Runtime.getRuntime().addShutdownHook(cluster.atExit);
      return cluster;
    } catch (IOException | RuntimeException e) {
      if (cluster == null) {
        etcd.close();
      } else {
        cluster.close();
      }
      throw e;
    }
  }

  /** What it is made of. */
  public ChaosOptions options() {
    return options;
  }

  /** The members of etcd. */
  public LocalEtcd etcd() {
    return etcd;
  }

  /** The ways to etcd that are never broken by a fault of a link. */
  public List<String> endpoints() {
    return etcd.endpoints();
  }

  /** A store on these ways. */
  public Store store() {
    return store;
  }

  /** The nodes, by their numbers. */
  public List<ChaosNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Starts the nodes one after another, so that the first one leads; waits until all are there. */
  public void startNodes() {
    for (ChaosNode node : nodes) {
      node.start();
      if (!node.launched().speaksWithin(SILENCE)) {
        log.warn("{} has not said a word, and is started anew", node.name());
        node.restart();
      }
      String line = node == nodes.get(0) ? "ready to fire " : "group default: led by ";
      node.launched().awaitLine(line, PATIENCE);
    }
  }

  /**
   * The node that leads at the moment, as etcd has it; empty when nobody does, or when the leader's
   * process is gone and its session is not yet.
   */
  public Optional<ChaosNode> leader() throws Exception {
    return candidates
        .leader()
        .flatMap(leader -> byName(leader.node()).filter(node -> node.runsAs(leader.pid())));
  }

  /** Waits until a node leads whose process is there; empty when none does in time. */
  public Optional<ChaosNode> awaitLeader(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    do {
      try {
        Optional<ChaosNode> leader = leader();
        if (leader.isPresent()) {
          return leader;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        log.debug("etcd does not say who leads", e);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    } while (System.nanoTime() - end < 0);
    return Optional.empty();
  }

  /** Which faults cannot be had here, and why. */
  public Map<FaultKind, String> impossible() {
    Map<FaultKind, String> why = new LinkedHashMap<>();
    if (namespaces == null) {
      why.put(FaultKind.PARTITION, Namespaces.whyNot().orElse("no namespaces"));
    }
    if (FakeClock.library().isEmpty()) {
      why.put(FaultKind.CLOCK_FORWARD, "libfaketime is not installed");
      why.put(FaultKind.CLOCK_BACK, "libfaketime is not installed");
    }
    if (options.etcdMembers() == 1) {
      why.put(FaultKind.ETCD_MOVE_LEADER, "there is one member of etcd only");
    }
    return why;
  }

  /** Heals everything: links, clocks, frozen and dead processes, members of etcd. */
  public void heal() throws Exception {
    for (int member = 0; member < options.etcdMembers(); member++) {
      Members.revive(etcd, member);
    }
    if (namespaces != null) {
      namespaces.heal();
    }
    nodes.forEach(ChaosNode::heal);
    etcd.awaitHealthy();
    nodes.forEach(ChaosNode::start);
  }

  /** Asks all nodes to end in good order and waits for it; the exit code of each. */
  public Map<String, Integer> drain() throws IOException, InterruptedException {
    Map<String, Integer> exits = new LinkedHashMap<>();
    for (ChaosNode node : nodes) {
      exits.put(node.name(), node.end("TERM"));
    }
    return exits;
  }

  /** Ends of processes that nobody had asked for. */
  public List<String> surprises() {
    return nodes.stream().flatMap(node -> node.surprises().stream()).toList();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      log.debug("the hook is under way already", e);
    }
    end();
  }

  private void end() {
    // Each is closed whatever becomes of the others.
    try {
      store.close();
      nodes.forEach(ChaosNode::close);
    } finally {
      try {
        etcd.close();
      } finally {
        Optional.ofNullable(namespaces).ifPresent(Namespaces::close);
      }
    }
  }

  Candidates candidates() {
    return candidates;
  }

  Etcdctl etcdctl() {
    return new Etcdctl(etcd.endpoints());
  }

  Optional<Namespaces> namespaces() {
    return Optional.ofNullable(namespaces);
  }

  Optional<ChaosNode> byName(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  private ChaosNode node(int number) throws IOException {
    String name = "node-" + number;
    String hub = namespaces == null ? "127.0.0.1" : namespaces.hub(number);
    String host = namespaces == null ? "127.0.0.1" : namespaces.address(number);
    String address = host + ":" + FreePorts.one();
    List<FaultProxy> links =
        etcd.endpoints().stream().map(member -> FaultProxy.to(member, hub)).toList();
    FaultProxy face = FaultProxy.to("http://" + address, hub);
    String lifelines = host + ":" + FreePorts.one();
    FaultProxy lifeline = FaultProxy.to("http://" + lifelines, hub);
    // A proxy outlives its node, so deaths are proved without one; with one, faults may mislead.
    String reached = number == 1 ? authority(lifeline) : lifelines;
    Path configuration = options.folder().resolve(name + ".conf");
    Files.writeString(
        configuration,
        """
        tenure {
          node.name = %s
          etcd { endpoints = "%s", root = "%s" }
          session.ttl = %ds
          http { bind = "%s", advertise = "%s", allow-remote-without-authentication = true }
          fast-path { bind = "%s", advertise = "%s" }
          plugins.dir = "plugins"
          %s
        }
        """
            .formatted(
                name,
                String.join(",", links.stream().map(FaultProxy::endpoint).toList()),
                options.root(),
                options.ttl().toSeconds(),
                address,
                authority(face),
                lifelines,
                reached,
                String.join("\n  ", options.settings())));
    List<String> prefix = namespaces == null ? List.of() : namespaces.prefix(number);
    return new ChaosNode(
        name,
        options.folder().resolve(name),
        configuration,
        new ChaosNode.Wiring(links, List.of(face, lifeline), address, prefix));
  }

  private static String authority(FaultProxy proxy) {
    return proxy.endpoint().substring("http://".length());
  }
}
