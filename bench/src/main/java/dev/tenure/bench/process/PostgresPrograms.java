package dev.tenure.bench.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the folder with PostgreSQL's server programs: {@code TENURE_POSTGRES_BIN}, else the path,
 * else where Debian keeps them, the newest first.
 */
public final class PostgresPrograms {

  static final String VARIABLE = "TENURE_POSTGRES_BIN";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private PostgresPrograms() {}

  /** Throws {@link IllegalStateException} that says what to do when there is none. */
  public static Path find() {
    return find(System.getenv(), DEBIAN);
  }

  static Path find(Map<String, String> environment, Path installed) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    if (!chosen.isEmpty()) {
      if (!complete(Path.of(chosen))) {
        throw new IllegalStateException(
            VARIABLE + " names " + chosen + ", a folder without the programs initdb and postgres");
      }
      return Path.of(chosen);
    }
    String path = environment.getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .filter(PostgresPrograms::complete)
        .findFirst()
        .or(() -> newest(installed))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "PostgreSQL is not installed: on Debian or Ubuntu run apt-get install"
                        + " postgresql, elsewhere set "
                        + VARIABLE
                        + " to the folder with the programs initdb and postgres"));
  }

  private static Optional<Path> newest(Path installed) {
    if (!Files.isDirectory(installed)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(installed)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("\\d{1,4}"))
          .filter(version -> complete(version.resolve("bin")))
          .max(Comparator.comparing(version -> Integer.parseInt(version.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean complete(Path folder) {
    return Files.isExecutable(folder.resolve("initdb"))
        && Files.isExecutable(folder.resolve("postgres"));
  }
}
