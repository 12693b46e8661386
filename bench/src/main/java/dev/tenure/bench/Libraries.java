package dev.tenure.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Versions of the libraries that matter, as the names of their jars on the class path say them. */
final class Libraries {

  private static final List<String> TOLD =
      List.of(
          "scheduler-core-",
          "jetcd-core-",
          "quartz-",
          "db-scheduler-",
          "jobrunr-",
          "HikariCP-",
          "postgresql-");

  private Libraries() {}

  static String versions() {
    String path = System.getProperty("java.class.path", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .filter(jar -> jar.endsWith(".jar") && TOLD.stream().anyMatch(jar::startsWith))
        .map(jar -> jar.substring(0, jar.length() - ".jar".length()))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
