package dev.tenure.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One etcd process: its command line, its life, its health. */
final class EtcdMember {

  /**
   * The shell becomes etcd, so that its process id is etcd's. Before that it leaves a guard behind
   * that reads our end of a pipe: the end of the pipe is our own end, whatever caused it, and then
   * the guard kills etcd.
   */
  private static final String GUARDED =
      "exec 3<&0; (trap '' INT HUP TERM; read -r line <&3; kill -9 $$ 2>/dev/null) 3<&3 &"
          + " exec \"$@\" 3<&- </dev/null";

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int LOG_HEAD = 2;
  private static final int LOG_TAIL = 5;

  private final int index;
  private final Path binary;
  private final Path data;
  private final Ports ports;
  private final List<String> arguments;
  private @Nullable Process process;
  private int linesBefore;

  EtcdMember(int index, Path binary, Path data, Ports ports, List<String> arguments) {
    this.index = index;
    this.binary = binary;
    this.data = data;
    this.ports = ports;
    this.arguments = List.copyOf(arguments);
  }

  /**
   * Where a member listens.
   *
   * @param client for clients
   * @param peer for the other members
   * @param health for questions about its health, always in plain text
   */
  record Ports(int client, int peer, int health) {}

  static String name(int index) {
    return "etcd-" + (index + 1);
  }

  String endpoint() {
    boolean tls = arguments.stream().anyMatch(a -> a.startsWith("--cert-file"));
    return (tls ? "https" : "http") + "://127.0.0.1:" + ports.client();
  }

  Path logFile() {
    return data.resolve(name(index) + ".log");
  }

  boolean running() {
    return process != null && process.isAlive();
  }

  long pid() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(name(index) + " is not running");
    }
    return process.pid();
  }

  void start() {
    requireFree("client", ports.client());
    requireFree("peer", ports.peer());
    try {
      linesBefore = Files.exists(logFile()) ? log().size() : 0;
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(binary + " cannot be started", e);
    }
  }

  void awaitHealthy(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!healthy()) {
      if (!running()) {
        throw endedAtStart();
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            name(index) + " did not become healthy within " + timeout + lastWords());
      }
      pause();
    }
  }

  void stop() {
    end(false);
  }

  void kill() {
    end(true);
  }

  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("signal " + name + " did not reach " + name(index));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the program kill cannot be started", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    EtcdBinary.onPath("setsid", System.getenv()).ifPresent(found -> command.add(found.toString()));
    command.addAll(List.of("sh", "-c", GUARDED, "sh", binary.toString()));
    String client = endpoint();
    String peer = "http://127.0.0.1:" + ports.peer();
    command.addAll(List.of("--name", name(index)));
    command.addAll(List.of("--data-dir", data.resolve(name(index)).toString()));
    command.addAll(List.of("--listen-client-urls", client, "--advertise-client-urls", client));
    command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
    command.addAll(List.of("--listen-metrics-urls", "http://127.0.0.1:" + ports.health()));
    command.addAll(arguments);
    return command;
  }

  private void end(boolean atOnce) {
    Process ending = process;
    if (ending == null) {
      return;
    }
    try {
      if (atOnce) {
        ending.destroyForcibly();
      } else {
        ending.destroy();
      }
      if (!ending.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private boolean healthy() {
    try {
      URI url = URI.create("http://127.0.0.1:" + ports.health() + "/health");
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(3000);
      try {
        byte[] answer = connection.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.UTF_8).contains("\"true\"");
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private IllegalStateException endedAtStart() {
    String words = lastWords();
    return words.contains("address already in use")
        ? new PortTakenException(name(index) + " found a port taken" + words)
        : new IllegalStateException(name(index) + " ended at its start" + words);
  }

  private static void requireFree(String use, int port) {
    if (FreePorts.taken(port)) {
      throw new PortTakenException(
          "port "
              + port
              + " of 127.0.0.1 is taken: end the program that listens there, or choose another "
              + use
              + " port for etcd");
    }
  }

  /** The first and last lines since the start: a wrong flag is named before the usage. */
  private String lastWords() {
    try {
      List<String> all = log();
      List<String> lines = all.subList(Math.min(linesBefore, all.size()), all.size());
      if (lines.size() <= LOG_HEAD + LOG_TAIL) {
        return "; its log says:\n" + String.join("\n", lines);
      }
      return "; its log says:\n"
          + String.join("\n", lines.subList(0, LOG_HEAD))
          + "\n…\n"
          + String.join("\n", lines.subList(lines.size() - LOG_TAIL, lines.size()));
    } catch (IOException e) {
      return "; its log " + logFile() + " cannot be read: " + e.getMessage();
    }
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(logFile(), StandardCharsets.ISO_8859_1);
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for etcd", e);
  }
}
