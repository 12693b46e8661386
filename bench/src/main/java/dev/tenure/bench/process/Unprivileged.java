package dev.tenure.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who a server runs as that refuses to be run by root.
 *
 * @param words what a command begins with to run as that user; none when we are not root
 * @param name the user; empty when we are not root
 */
record Unprivileged(List<String> words, String name) {

  static Unprivileged find() throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!uid.equals(0)) {
      return new Unprivileged(List.of(), "");
    }
    Map<String, List<String>> users =
        Files.readAllLines(Path.of("/etc/passwd")).stream()
            .map(line -> List.of(line.split(":", -1)))
            .collect(Collectors.toMap(u -> u.get(0), Function.identity(), (a, b) -> a));
    List<String> user = users.getOrDefault("postgres", users.get("nobody"));
    if (user == null) {
      throw new IllegalStateException("as root this needs a user postgres or nobody");
    }
    // It replaces itself by the command, so the process that we know is the right one.
    List<String> words =
        List.of("setpriv", "--reuid", user.get(2), "--regid", user.get(3), "--clear-groups");
    return new Unprivileged(words, user.get(0));
  }

  /** Gives files to that user. */
  void own(Path... files) throws IOException {
    for (Path file : files) {
      if (!name.isEmpty()) {
        UserPrincipal owner =
            file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        Files.setOwner(file, owner);
      }
    }
  }
}
