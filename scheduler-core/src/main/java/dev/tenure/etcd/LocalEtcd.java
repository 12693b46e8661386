package dev.tenure.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An etcd of one or three members as child processes on the loopback interface, for development and
 * tests.
 *
 * <p>The members end with this process, even when it is killed. They run in sessions of their own,
 * so that an interrupt typed at the terminal does not reach them before we have said good-bye.
 * Methods block until what they do has happened; not thread-safe.
 */
public final class LocalEtcd implements AutoCloseable {

  private static final int ATTEMPTS_AT_FREE_PORTS = 3;

  private final Path data;
  private final boolean dataIsTemporary;
  private final List<EtcdMember> members;
  private final Duration startTimeout;

  private LocalEtcd(
      Path data, boolean dataIsTemporary, List<EtcdMember> members, Duration startTimeout) {
    this.data = data;
    this.dataIsTemporary = dataIsTemporary;
    this.members = members;
    this.startTimeout = startTimeout;
  }

  /**
   * What to start.
   *
   * @param members how many members; 1 or 3
   * @param dataDir where the members keep their data and logs, made if absent; null means a
   *     temporary folder that is deleted at the end
   * @param clientPorts one port per member; empty means free ones
   * @param extraArgs further arguments for each member; a repeated flag overrides ours
   * @param startTimeout how long a start may take until etcd answers
   */
  public record Options(
      int members,
      @Nullable Path dataDir,
      List<Integer> clientPorts,
      List<String> extraArgs,
      Duration startTimeout) {

    /** Throws {@link IllegalArgumentException} when the numbers do not fit. */
    public Options {
      clientPorts = List.copyOf(clientPorts);
      extraArgs = List.copyOf(extraArgs);
      if (members != 1 && members != 3) {
        throw new IllegalArgumentException("members must be 1 or 3, is " + members);
      }
      if (!clientPorts.isEmpty() && clientPorts.size() != members) {
        throw new IllegalArgumentException(
            "client ports must be " + members + " or none, are " + clientPorts);
      }
    }

    /** One member on a free port, with data in a temporary folder. */
    public static Options single() {
      return new Options(1, null, List.of(), List.of(), Duration.ofSeconds(30));
    }

    /** Three members on free ports, with data in a temporary folder. */
    public static Options cluster() {
      return new Options(3, null, List.of(), List.of(), Duration.ofSeconds(30));
    }

    /** The same with its data in the given folder, which stays. */
    public Options withDataDir(Path folder) {
      return new Options(members, folder, clientPorts, extraArgs, startTimeout);
    }

    /** The same on the given ports, one per member. */
    public Options withClientPorts(List<Integer> ports) {
      return new Options(members, dataDir, ports, extraArgs, startTimeout);
    }

    /** The same with further arguments of etcd. */
    public Options withExtraArgs(List<String> arguments) {
      return new Options(members, dataDir, clientPorts, arguments, startTimeout);
    }
  }

  /**
   * Starts the members and waits until they answer. Throws {@link IllegalStateException} with a
   * message for the operator when etcd is not installed, a port is taken, or a member does not come
   * up; nothing is left running then.
   */
  public static LocalEtcd start(Options options) {
    Path binary = EtcdBinary.find();
    for (int attempt = 1; ; attempt++) {
      LocalEtcd etcd = prepare(options, binary);
      try {
        etcd.members.forEach(EtcdMember::start);
        etcd.awaitHealthy();
        return etcd;
      } catch (RuntimeException e) {
        etcd.close();
        boolean lostRace = e instanceof PortTakenException && options.clientPorts().isEmpty();
        if (!lostRace || attempt == ATTEMPTS_AT_FREE_PORTS) {
          throw e;
        }
      }
    }
  }

  /** The client URLs of all members, running or not. */
  public List<String> endpoints() {
    return members.stream().map(EtcdMember::endpoint).toList();
  }

  /** The client URL of one member; members are counted from 0. */
  public String endpoint(int member) {
    return members.get(member).endpoint();
  }

  /** The process id of a member's etcd; throws {@link IllegalStateException} when it is down. */
  public long pid(int member) {
    return members.get(member).pid();
  }

  /** Where a member writes its log. */
  public Path logFile(int member) {
    return members.get(member).logFile();
  }

  /** Ends a member in good order (SIGTERM) and waits until it is gone. */
  public void stop(int member) {
    members.get(member).stop();
  }

  /** Kills a member (SIGKILL) and waits until it is gone. */
  public void kill(int member) {
    members.get(member).kill();
  }

  /** Freezes a member (SIGSTOP): its connections stay open and silent. */
  public void pause(int member) {
    members.get(member).signal("STOP");
  }

  /** Lets a frozen member go on (SIGCONT). */
  public void resume(int member) {
    members.get(member).signal("CONT");
  }

  /**
   * Starts a member that is down again, on its old ports and data, and waits until it answers; a
   * member that still runs is stopped first.
   */
  public void restart(int member) {
    members.get(member).stop();
    members.get(member).start();
    members.get(member).awaitHealthy(startTimeout);
  }

  /** Waits until every running member answers and knows a leader. */
  public void awaitHealthy() {
    members.stream().filter(EtcdMember::running).forEach(m -> m.awaitHealthy(startTimeout));
  }

  /** Kills the members and deletes the data folder, if it was a temporary one. Idempotent. */
  @Override
  public void close() {
    members.forEach(EtcdMember::kill);
    if (dataIsTemporary && Files.exists(data)) {
      deleteTree(data);
    }
  }

  private static LocalEtcd prepare(Options options, Path binary) {
    boolean temporary = options.dataDir() == null;
    try {
      Path data =
          options.dataDir() == null
              ? Files.createTempDirectory("tenure-etcd-")
              : Files.createDirectories(options.dataDir()).toAbsolutePath();
      List<EtcdMember> members = members(options, binary, data);
      return new LocalEtcd(data, temporary, members, options.startTimeout());
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder of etcd cannot be made", e);
    }
  }

  private static List<EtcdMember> members(Options options, Path binary, Path data)
      throws IOException {
    int count = options.members();
    List<Integer> free = FreePorts.take(3 * count);
    List<Integer> peers = PeerPorts.of(data, free.subList(count, 2 * count));
    String cluster =
        IntStream.range(0, count)
            .mapToObj(i -> EtcdMember.name(i) + "=http://127.0.0.1:" + peers.get(i))
            .collect(Collectors.joining(","));
    List<EtcdMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int client = options.clientPorts().isEmpty() ? free.get(i) : options.clientPorts().get(i);
      EtcdMember.Ports ports = new EtcdMember.Ports(client, peers.get(i), free.get(2 * count + i));
      members.add(new EtcdMember(i, binary, data, ports, arguments(cluster, options)));
    }
    return members;
  }

  private static List<String> arguments(String cluster, Options options) {
    List<String> arguments = new ArrayList<>(List.of("--initial-cluster", cluster));
    arguments.addAll(List.of("--logger", "zap", "--log-outputs", "stderr", "--log-level", "warn"));
    arguments.addAll(options.extraArgs());
    return arguments;
  }

  private static void deleteTree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary folder " + folder + " cannot be deleted", e);
    }
  }
}
