package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes of a distribution. */
final class WarmUpIT {

  private static final Map<String, String> TELL_LOADED_CLASSES =
      Map.of("TENURE_JAVA_OPTS", "-Xlog:class+load=info");

  @TempDir private Path folder;
  private Path home;
  private final List<Launched> launched = new ArrayList<>();

  private void unpackTo(String name) throws IOException {
    home = folder.resolve(name);
    for (String part : List.of("bin", "lib", "conf")) {
      Files.createDirectories(home.resolve(part));
      try (Stream<Path> files = Files.list(Launched.home().resolve(part))) {
        for (Path file : files.filter(each -> !each.toString().endsWith(".jsa")).toList()) {
          Files.copy(file, home.resolve(part).resolve(file.getFileName()));
        }
      }
    }
  }

  @AfterEach
  void end() {
    launched.forEach(Launched::close);
  }

  @Test
  void theArchiveIsUsedAndAnyOtherBuildPassesOverItInSilence() throws Exception {
    unpackTo("tenure");
    assertThat(run(TELL_LOADED_CLASSES, "--version")).noneMatch(WarmUpIT::fromArchive);
    run(Map.of(), "warm-up");
    assertThat(archives()).hasSize(1);
    assertThat(run(TELL_LOADED_CLASSES, "--version")).anyMatch(WarmUpIT::fromArchive);
    assertThat(run(Map.of(), "--version")).hasSize(1);

    Path jar;
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      jar =
          jars.filter(each -> each.getFileName().toString().startsWith("scheduler-server"))
              .findFirst()
              .orElseThrow();
    }
    Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
    assertThat(run(TELL_LOADED_CLASSES, "--version")).noneMatch(WarmUpIT::fromArchive);
    assertThat(run(Map.of(), "--version")).hasSize(1);
  }

  @Test
  void aBrokenArchiveIsPassedOverInSilence() throws Exception {
    unpackTo("with a blank");
    run(Map.of(), "warm-up");
    Path archive = archives().get(0);
    Files.delete(archive);
    Files.writeString(archive, "no archive");
    assertThat(run(Map.of(), "--version")).hasSize(1);
  }

  private List<String> run(Map<String, String> environment, String... arguments)
      throws InterruptedException {
    Launched process = Launched.tenureOf(home, folder, environment, arguments);
    launched.add(process);
    assertThat(process.awaitExit()).as(process.output()).isZero();
    return process.lines();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private static boolean fromArchive(String line) {
    return line.contains(" dev.tenure.server.Main source: shared objects file");
  }
}
