package dev.tenure.server.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Puts a child process into a session of its own, so that an interrupt typed at the terminal
 * reaches us only, and we decide in which order the children stop.
 */
final class OwnSession {

  private OwnSession() {}

  /** What to put in front of a command line; nothing where {@code setsid} is not installed. */
  static List<String> words() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    boolean found =
        Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
    return found ? List.of("setsid") : List.of();
  }
}
