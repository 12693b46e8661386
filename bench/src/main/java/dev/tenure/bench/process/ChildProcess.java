package dev.tenure.bench.process;

import dev.tenure.bench.subject.ChildMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with one scheduler in it, which answers a line for each line that it is sent. It
 * ends by itself when this process does, for its standard input ends then. Not thread-safe.
 */
public final class ChildProcess implements AutoCloseable {

  private static final String ENDED = "\u0000";
  private static final long LONGEST_ANSWER_SECONDS = 600;

  private final Process process;
  private final Writer to;
  private final Path log;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    to = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "child-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one and waits until its scheduler is there, though nothing runs yet.
   *
   * @param folder where its log goes
   * @param heap as {@code -Xmx} takes it
   * @param flags more of what the JVM is told
   * @param settings for its scheduler, and system properties whose names begin with {@code tenure.}
   */
  public static ChildProcess start(
      Path folder, String heap, List<String> flags, Map<String, String> settings)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags);
    words.addAll(List.of("-Xmx" + heap, "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"));
    words.addAll(List.of("-Dvertx.disableFileCPResolving=true", "-Djava.io.tmpdir=" + folder));
    words.add("-Dbench.log.level=" + System.getProperty("bench.log.level", "WARN"));
    settings.forEach(
        (name, value) -> {
          if (name.startsWith("tenure.")) {
            words.add("-D" + name + "=" + value);
          }
        });
    words.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    words.add(ChildMain.class.getName());
    settings.forEach(
        (name, value) -> {
          if (!name.startsWith("tenure.")) {
            words.add(name + "=" + value);
          }
        });
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ChildProcess child = new ChildProcess(process, log);
    try {
      child.answer("its start");
      return child;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Sends a line and waits for the answer; throws with the end of its log when there is none. */
  public String ask(String command) {
    try {
      to.write(command + "\n");
      to.flush();
    } catch (IOException e) {
      throw failure(command, "it has ended");
    }
    return answer(command);
  }

  /** The same for an answer that is a number. */
  public long number(String command) {
    return Long.parseLong(ask(command));
  }

  /** Kills it (SIGKILL) and returns the instant just before, of {@link System#nanoTime()}. */
  public long kill() {
    long before = System.nanoTime();
    process.destroyForcibly();
    return before;
  }

  /** Lets it end in good order, and kills it if it does not. Idempotent. */
  @Override
  public void close() {
    try {
      to.close();
    } catch (IOException e) {
      // It is dead already.
    }
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // Libraries, too, print.
        if (line.startsWith(ChildMain.ANSWER)) {
          answers.add(line.substring(ChildMain.ANSWER.length()));
        }
      }
    } catch (IOException e) {
      // As at its end.
    }
    answers.add(ENDED);
  }

  private String answer(String command) {
    try {
      String answer = answers.poll(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw failure(command, "no answer for " + LONGEST_ANSWER_SECONDS + " s");
      }
      if (answer.equals(ENDED)) {
        answers.add(ENDED);
        throw failure(command, "it has ended");
      }
      if (answer.startsWith(ChildMain.FAILED)) {
        throw failure(command, answer);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(command, "interrupted");
    }
  }

  private IllegalStateException failure(String command, String what) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      String tail =
          String.join("\n  ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
      return new IllegalStateException(
          "child process " + pid() + ", asked for " + command + ": " + what + "\n  " + tail);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
