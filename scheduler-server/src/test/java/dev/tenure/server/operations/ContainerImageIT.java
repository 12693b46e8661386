package dev.tenure.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.cli.Launched;
import dev.tenure.server.operations.Dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Dockerfile makes of the distribution, without Docker. */
final class ContainerImageIT {

  private static final Path FILE = Path.of("..", "docs", "operations", "container", "Dockerfile");

  @TempDir private Path image;
  private Dockerfile dockerfile;

  @BeforeEach
  void read() throws IOException {
    dockerfile = Dockerfile.parse(Files.readString(FILE));
  }

  /** As COPY does it: the content of a folder, or a file. */
  private void copy(Instruction copy) throws IOException {
    Path from = Launched.home().resolve(copy.words().get(0));
    Path to = inImage(copy.words().get(1));
    assertThat(from).as(copy.rest()).exists();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path there = to.resolve(from.relativize(each).toString());
        Files.createDirectories(Files.isDirectory(each) ? there : there.getParent());
        if (!Files.isDirectory(each)) {
          Files.copy(each, there);
        }
      }
    }
  }

  private Path inImage(String path) {
    assertThat(path).startsWith("/");
    return image.resolve(path.substring(1));
  }

  /** The environment of the image, with its paths where they are here. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (Instruction variable : dockerfile.all("ENV")) {
      String[] parts = variable.rest().split("=", 2);
      environment.put(parts[0], inImage(parts[1]).toString());
    }
    return environment;
  }

  private String run(List<String> command) throws InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.set(0, inImage(words.get(0)).toString());
    try (Launched launched = Launched.of(image, environment(), words)) {
      assertThat(launched.awaitExit()).as(launched.output()).isZero();
      return launched.output();
    }
  }

  @Test
  void whatIsCopiedIsThereAndTheEntryPointStarts() throws Exception {
    for (Instruction copy : dockerfile.all("COPY")) {
      copy(copy);
    }
    List<String> entry = dockerfile.last("ENTRYPOINT").exec();
    assertThat(entry).hasSize(1);
    assertThat(run(List.of(entry.get(0), "--version"))).contains("0.1.0");

    List<String> usual = dockerfile.last("CMD").exec();
    assertThat(usual).startsWith("node", "--config");
    String configuration = inImage(usual.get(2)).toString();
    assertThat(run(List.of(entry.get(0), "check", configuration)))
        .as("the configuration that it comes with, and its jobs")
        .doesNotContain("error");
  }

  @Test
  void itIsNoRootAndStopsAndIsLookedAtAsTheProgramWantsIt() throws Exception {
    assertThat(dockerfile.instructions().get(0).word()).isEqualTo("FROM");
    assertThat(dockerfile.last("USER").rest()).matches("[1-9][0-9]+:[1-9][0-9]+");
    assertThat(dockerfile.last("STOPSIGNAL").rest()).isEqualTo("SIGTERM");
    assertThat(dockerfile.last("EXPOSE").words()).contains("7070");
    for (Instruction copy : dockerfile.all("COPY")) {
      copy(copy);
    }
    List<String> look = new ArrayList<>(dockerfile.last("HEALTHCHECK").exec());
    assertThat(look).contains("status");
    look.add("--help");
    assertThat(run(look)).contains("Usage: tenure status");
  }
}
