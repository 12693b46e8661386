package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The built program as a process, as a person would start it. Killed at the end of the test. */
public final class Launched implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private Launched(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** The unpacked distribution that the build has just made. */
  public static Path home() {
    return Path.of(System.getProperty("tenure.home"));
  }

  /** Starts {@code bin/tenure}; both output streams go to a file in the folder. */
  public static Launched tenure(Path folder, Map<String, String> environment, String... arguments) {
    return tenureOf(home(), folder, environment, arguments);
  }

  /** The same from a distribution at another place. */
  static Launched tenureOf(
      Path home, Path folder, Map<String, String> environment, String... arguments) {
    return of(
        folder,
        environment,
        Stream.concat(Stream.of(home.resolve("bin/tenure").toString()), Stream.of(arguments))
            .toList());
  }

  /** Starts any command in the same way. */
  public static Launched of(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "output", ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new Launched(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** All that it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines that it has printed so far. */
  public List<String> lines() {
    return output().lines().toList();
  }

  /** Waits until a line that matches somewhere has been printed, and answers the first match. */
  public MatchResult awaitLine(String regex) {
    return awaitLine(regex, LIMIT);
  }

  /**
   * As {@link #awaitLine(String)}, for as long as it may take. It fails at once when the program
   * has ended, and says how its output ends.
   */
  public MatchResult awaitLine(String regex, Duration limit) {
    Pattern pattern = Pattern.compile(regex);
    try {
      await(regex)
          .atMost(limit)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || pattern.matcher(output()).find());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "no line \"%s\" in %d s; %s".formatted(regex, limit.toSeconds(), end()), e);
    }
    return pattern
        .matcher(output())
        .results()
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "ended with %d before a line \"%s\"; %s"
                        .formatted(process.exitValue(), regex, end())));
  }

  /** In one line, as the summaries of test runs show no more. */
  private String end() {
    List<String> lines = lines();
    return "the end of its output: "
        + String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** Whether it prints anything, or ends, within the time. */
  public boolean speaksWithin(Duration limit) {
    try {
      await("a first line")
          .atMost(limit)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || !output().isEmpty());
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** Whether a line that matches somewhere has been printed. */
  public boolean hasLine(String regex) {
    return Pattern.compile(regex).matcher(output()).find();
  }

  /** Writes a line to the program's standard input. */
  void type(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Closes the program's standard input, as the end of its parent would. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends it a signal, such as {@code TERM}. */
  public void signal(String name) throws IOException, InterruptedException {
    signal(process.pid(), name);
  }

  /** Sends a process a signal. */
  public static void signal(long pid, String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Waits for its end and answers the exit code. */
  public int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("has ended; its output is: %s", output())
        .isTrue();
    return process.exitValue();
  }

  /** Whether a process is there. */
  public static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
