package dev.tenure.jobstore;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link QuartzApplication} in a process of its own. */
final class ApplicationProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A run as the application wrote it down. */
  record Run(String job, long slot, String word) {}

  private final String name;
  private final Path said;
  private final Path runs;
  private final Process process;
  private final Writer orders;

  private ApplicationProcess(String name, Path said, Path runs, Process process) {
    this.name = name;
    this.said = said;
    this.runs = runs;
    this.process = process;
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Returns when its scheduler has been started. */
  static ApplicationProcess start(String name, Path folder, String endpoint, String root)
      throws IOException {
    Path said = folder.resolve(name + ".out");
    Path runs = folder.resolve(name + ".runs");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Druns=" + runs,
                "-cp",
                System.getProperty("java.class.path"),
                QuartzApplication.class.getName(),
                endpoint,
                root,
                name)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    ApplicationProcess application = new ApplicationProcess(name, said, runs, process);
    await(name + " starts").atMost(LIMIT).until(() -> application.said().contains("started"));
    return application;
  }

  /** Gives an order and waits until it was obeyed. */
  void order(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    await(name + ": " + order)
        .atMost(LIMIT)
        .until(() -> said().stream().anyMatch(line -> line.equals("done " + order)));
  }

  List<String> said() {
    return lines(said);
  }

  /** What it ran, in order. */
  List<Run> runs() {
    return lines(runs).stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length == 3)
        .map(words -> new Run(words[0], Long.parseLong(words[1]), words[2]))
        .toList();
  }

  long runsOf(String job) {
    return runs().stream().filter(run -> run.job().equals(job)).count();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the system kills: nothing of it gets to say good-bye. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
