package dev.tenure.server.chaos.fault;

import static org.awaitility.Awaitility.await;

import dev.tenure.server.cli.Launched;
import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a {@link ChaosCluster}: a process that comes and goes, behind proxies that stay. All
 * methods are thread-safe.
 */
public final class ChaosNode {

  private static final Logger log = LoggerFactory.getLogger(ChaosNode.class);

  private final String name;
  private final Path folder;
  private final List<String> command;
  private final FakeClock clock;
  private final Path configuration;
  private final Wiring wiring;
  private final List<String> surprises = new ArrayList<>();
  private @Nullable Launched process;
  private boolean endIsExpected;

  /**
   * How a node hangs together with the rest of the world.
   *
   * @param links the ways to the members of etcd, in their order
   * @param faces what the other nodes take for its addresses: that of HTTP first, then that of its
   *     lifelines
   * @param address where it really listens, host:port
   * @param prefix what its command line begins with; empty on the machine's own network
   */
  record Wiring(
      List<FaultProxy> links, List<FaultProxy> faces, String address, List<String> prefix) {}

  ChaosNode(String name, Path folder, Path configuration, Wiring wiring) throws IOException {
    this.name = name;
    this.folder = Files.createDirectories(folder);
    this.configuration = configuration;
    this.wiring = wiring;
    clock = new FakeClock(folder.resolve("clock"));
    command = command("node");
    // However the harness ends, no node outlives it.
    command.add("--exit-with-parent");
  }

  private List<String> command(String name) {
    List<String> all = new ArrayList<>(wiring.prefix());
    all.add(Launched.home().resolve("bin/tenure").toString());
    all.addAll(List.of(name, "--config", configuration.toString()));
    return all;
  }

  /** Lets an operator judge the ledger where this node lives; empty when nothing is found. */
  public Optional<String> verify() throws IOException, InterruptedException {
    Path apart = Files.createDirectories(folder.resolve("verify"));
    try (Launched verify = Launched.of(apart, Map.of(), command("verify"))) {
      int exit = verify.awaitExit();
      return exit == 0
          ? Optional.empty()
          : Optional.of("tenure verify ended with " + exit + ": " + verify.output());
    }
  }

  /** Its name, such as {@code node-1}. */
  public String name() {
    return name;
  }

  /** Where it really listens for HTTP, host:port, with no fault on the way. */
  public String address() {
    return wiring.address();
  }

  /** Whether its process is there; one that is frozen is. */
  public synchronized boolean alive() {
    return process != null && Launched.alive(process.pid());
  }

  /** Starts its process, if there is none, and answers at once. */
  public synchronized void start() {
    if (alive()) {
      return;
    }
    noteEnd();
    Map<String, String> environment = new LinkedHashMap<>(clock.environment());
    process = Launched.of(folder, environment, command);
    endIsExpected = false;
    log.debug("{} is started as process {}", name, process.pid());
  }

  /** All that its processes have printed, the present one last. */
  public List<Path> outputs() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .toList();
    }
  }

  /** Ends of its processes that nobody had asked for: exit codes, and where the output is. */
  public synchronized List<String> surprises() {
    noteEnd();
    return List.copyOf(surprises);
  }

  /** Kills its process, which was of no use, and starts another one. */
  void restart() {
    Launched useless = launched();
    synchronized (this) {
      endIsExpected = true;
    }
    useless.close();
    await(name + " is gone").until(() -> !Launched.alive(useless.pid()));
    FakeClock.sweep(useless.pid());
    start();
  }

  /** The process that was started last, which may have ended. */
  synchronized Launched launched() {
    return Objects.requireNonNull(process, name + " was never started");
  }

  /** The present process; empty when there is none. */
  synchronized Optional<Launched> process() {
    return alive() ? Optional.ofNullable(process) : Optional.empty();
  }

  /** Sends a signal that ends the process, if there is one, and waits for its end. */
  int end(String signal) throws IOException, InterruptedException {
    Launched ending;
    synchronized (this) {
      if (process == null || !alive()) {
        return 0;
      }
      endIsExpected = true;
      ending = process;
    }
    ending.signal(signal);
    if (!signal.equals("KILL")) {
      // Who is frozen does not hear.
      Signals.send(ending.pid(), "CONT");
    }
    int exit = ending.awaitExit();
    FakeClock.sweep(ending.pid());
    return exit;
  }

  Path folder() {
    return folder;
  }

  boolean runsAs(long pid) {
    return process().map(Launched::pid).equals(Optional.of(pid));
  }

  FakeClock clock() {
    return clock;
  }

  List<FaultProxy> links() {
    return wiring.links();
  }

  List<FaultProxy> faces() {
    return wiring.faces();
  }

  /** Everything on its way to others passes, its clock is right, its process is not frozen. */
  void heal() {
    wiring.links().forEach(FaultProxy::pass);
    wiring.faces().forEach(FaultProxy::pass);
    clock.set(0);
    process().ifPresent(living -> Signals.send(living.pid(), "CONT"));
  }

  synchronized void close() {
    endIsExpected = true;
    if (process != null) {
      process.close();
      FakeClock.sweep(process.pid());
    }
    wiring.links().forEach(FaultProxy::close);
    wiring.faces().forEach(FaultProxy::close);
  }

  private synchronized void noteEnd() {
    if (process == null || alive() || endIsExpected) {
      return;
    }
    endIsExpected = true;
    String words = name + " ended by itself; the end of its output: " + lastLines(process);
    log.warn("{}", words);
    surprises.add(words);
    FakeClock.sweep(process.pid());
  }

  private static String lastLines(Launched ended) {
    List<String> lines = ended.lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
