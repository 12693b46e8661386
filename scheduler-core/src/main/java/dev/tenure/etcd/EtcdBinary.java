package dev.tenure.etcd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the etcd program: {@code TENURE_ETCD_BIN}, else {@code etcd} on the path. */
final class EtcdBinary {

  static final String VARIABLE = "TENURE_ETCD_BIN";

  private EtcdBinary() {}

  static Path find() {
    return find(System.getenv());
  }

  static Path find(Map<String, String> environment) {
    String chosen = environment.get(VARIABLE);
    if (chosen == null || chosen.isEmpty()) {
      return onPath("etcd", environment)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "etcd is not installed: on Debian or Ubuntu run apt-get install etcd-server,"
                          + " elsewhere set "
                          + VARIABLE
                          + " to the etcd program"));
    }
    Path binary = Path.of(chosen);
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          VARIABLE + " names " + chosen + ", which is not a program that can be run");
    }
    return binary;
  }

  static Optional<Path> onPath(String program, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
