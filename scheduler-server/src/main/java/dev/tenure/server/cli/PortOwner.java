package dev.tenure.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells which process listens on a port, where the system lets us know (Linux, {@code /proc}). */
final class PortOwner {

  private static final String LISTEN = "0A";
  private static final int LONGEST_COMMAND = 100;

  private PortOwner() {}

  /** Whether somebody listens on this port of the loopback interface. */
  static boolean taken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** {@code "; port 7071 is taken by process 4711 (java …)"}, or nothing when nobody is found. */
  static String hint(int port) {
    return of(port).map(owner -> "; port " + port + " is taken by " + owner).orElse("");
  }

  /** The process that listens on the port: its id and command line. */
  static Optional<String> of(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> lines(Path.of(table)).stream().skip(1))
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 9 && columns[3].equals(LISTEN))
        .filter(columns -> columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
        .map(columns -> "socket:[" + columns[9] + "]")
        .flatMap(socket -> ProcessHandle.allProcesses().filter(process -> holds(process, socket)))
        .findFirst()
        .map(process -> "process " + process.pid() + " (" + command(process) + ")");
  }

  private static boolean holds(ProcessHandle process, String socket) {
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> links = Files.list(descriptors)) {
      return links.anyMatch(link -> target(link).equals(socket));
    } catch (IOException | UncheckedIOException e) {
      return false; // ended meanwhile, or belongs to somebody else
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String command(ProcessHandle process) {
    String line = process.info().commandLine().or(() -> process.info().command()).orElse("?");
    return line.length() <= LONGEST_COMMAND
        ? line
        : line.substring(0, 40) + " ... " + line.substring(line.length() - LONGEST_COMMAND + 45);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }
}
