package dev.tenure.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a secret: by substitution from the environment, or from a file; never in clear. */
final class SecretReader {

  private final ConfigReader reader;
  private final Paths paths;

  SecretReader(ConfigReader reader, Paths paths) {
    this.reader = reader;
    this.paths = paths;
  }

  /** Absent if neither the key nor the same with {@code -file} is set, or wrong and noted. */
  Optional<Secret> read(String key) {
    String fileKey = key + "-file";
    Optional<Secret> direct = reader.optional(key, Values.text()).map(Secret::new);
    Optional<Path> file = reader.optional(fileKey, paths.path());
    if (direct.isPresent() && reader.originOf(key).line() > 0) {
      reader.problem(
          key,
          "is written in clear",
          key + " = ${?SOME_VARIABLE}, or " + fileKey + " = a file that holds it");
    }
    if (direct.isPresent() && file.isPresent()) {
      reader.problem(fileKey, "stands beside " + key, "one of the two");
    }
    return direct.isPresent() ? direct : file.flatMap(it -> secretIn(fileKey, it));
  }

  private Optional<Secret> secretIn(String key, Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
      if (!text.isEmpty()) {
        return Optional.of(new Secret(text));
      }
      reader.problem(key, "names " + file + ", which is empty", "a file with a secret");
    } catch (IOException e) {
      reader.problem(key, "names " + file + ", which cannot be read", "a readable file");
    }
    return Optional.empty();
  }
}
