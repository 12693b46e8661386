package dev.tenure.server.chaos.fault;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network for each node, joined to the harness's by a cable that can be pulled. Nothing of the
 * machine's own network is touched: the harness must have been started in a network of its own,
 * such as by {@code unshare --net}, and the system property {@value #PROPERTY} says so. Everything
 * ends with the processes that hold the namespaces, and they with the harness.
 */
final class Namespaces implements AutoCloseable {

  static final String VARIABLE = "TENURE_OWN_NETWORK";

  private final List<Process> holders = new ArrayList<>();

  private Namespaces() {}

  /** Why there cannot be any here; empty when there can. */
  static Optional<String> whyNot() {
    if (System.getenv(VARIABLE) == null) {
      return Optional.of("the harness does not run in a network of its own (needs root)");
    }
    try {
      boolean alone = NetworkInterface.networkInterfaces().allMatch(Namespaces::harmless);
      return alone ? Optional.empty() : Optional.of("the harness's network is the machine's");
    } catch (SocketException e) {
      return Optional.of("the network cannot be looked at: " + e.getMessage());
    }
  }

  private static boolean harmless(NetworkInterface face) {
    try {
      return face.isLoopback() || face.getName().startsWith("chaos");
    } catch (SocketException e) {
      return false;
    }
  }

  static Namespaces open(int nodes) throws IOException {
    Namespaces namespaces = new Namespaces();
    try {
      // Nodes reach each other, too; of this network alone, which is the harness's own.
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
      for (int number = 1; number <= nodes; number++) {
        namespaces.add(number);
      }
      return namespaces;
    } catch (IOException | RuntimeException e) {
      namespaces.close();
      throw e;
    }
  }

  /** The harness's end of a node's cable. */
  String hub(int number) {
    return "10.77." + number + ".1";
  }

  /** The node's end. */
  String address(int number) {
    return "10.77." + number + ".2";
  }

  /** What makes a command run in a node's network; the process stays the same. */
  List<String> prefix(int number) {
    return List.of("nsenter", "--net=/proc/" + holders.get(number - 1).pid() + "/ns/net");
  }

  void pull(int number) throws IOException {
    run("ip", "link", "set", "chaos" + number, "down");
  }

  void plug(int number) throws IOException {
    run("ip", "link", "set", "chaos" + number, "up");
  }

  void heal() throws IOException {
    for (int number = 1; number <= holders.size(); number++) {
      plug(number);
    }
  }

  @Override
  public void close() {
    holders.forEach(Process::destroyForcibly);
  }

  private void add(int number) throws IOException {
    // Ends when its input does, and so with this process, however that ends.
    Process holder =
        new ProcessBuilder("unshare", "--net", "sh", "-c", "echo here; read -r line").start();
    holders.add(holder);
    if (holder.getInputStream().read() < 0) {
      throw new IOException("no namespace could be made");
    }
    String pid = Long.toString(holder.pid());
    String mine = "chaos" + number;
    run("ip", "link", "add", mine, "type", "veth", "peer", "name", "uplink", "netns", pid);
    run("ip", "addr", "add", hub(number) + "/30", "dev", mine);
    run("ip", "link", "set", mine, "up");
    inside(number, "ip", "link", "set", "lo", "up");
    inside(number, "ip", "addr", "add", address(number) + "/30", "dev", "uplink");
    inside(number, "ip", "link", "set", "uplink", "up");
    inside(number, "ip", "route", "add", "default", "via", hub(number));
  }

  private void inside(int number, String... command) throws IOException {
    List<String> all = new ArrayList<>(prefix(number));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
