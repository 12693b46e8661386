package dev.tenure.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a program's pipes moving, on threads of their own: a read from a pipe cannot be
 * interrupted, and a full pipe would stop the program.
 */
final class Pipes {

  private static final Logger log = LoggerFactory.getLogger(Pipes.class);
  private static final Duration STRAGGLERS = Duration.ofSeconds(1);
  private static final int BUFFER_BYTES = 8192;

  private final Process process;
  private final Thread output;

  private Pipes(Process process, Tail tail, Consumer<String> lines) {
    this.process = process;
    this.output =
        daemon("output", () -> drain(tail, new OutputLines(Charset.defaultCharset(), lines)));
  }

  /**
   * Begins to move what comes and goes.
   *
   * @param tail keeps the end of the output
   * @param lines takes each line of it, on a thread of the pipes
   */
  static Pipes connect(Process process, Optional<String> stdin, Tail tail, Consumer<String> lines) {
    Pipes pipes = new Pipes(process, tail, lines);
    pipes.output.start();
    if (stdin.isPresent()) {
      pipes.daemon("input", () -> pipes.feed(stdin.get())).start();
    } else {
      pipes.feed("");
    }
    return pipes;
  }

  /**
   * Waits until the output of a program that has ended is read. Only briefly: something that it
   * left running in the background may keep the pipe open for ever.
   */
  void awaitEndOfOutput() throws InterruptedException {
    output.join(STRAGGLERS.toMillis());
    if (output.isAlive()) {
      log.warn(
          "Program of process {} has ended, but something that it started still holds its output open;"
              + " redirect the output of what runs in the background",
          process.pid());
    }
  }

  private void drain(Tail tail, OutputLines lines) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        tail.append(buffer, n);
        lines.append(buffer, n);
      }
    } catch (IOException e) {
      log.debug("Output of process {} ended: {}", process.pid(), e.toString());
    } finally {
      lines.end();
    }
  }

  private void feed(String text) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(text.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // A program need not read its input; what counts is its exit code.
      log.debug("Process {} did not read all of its input: {}", process.pid(), e.toString());
    }
  }

  private Thread daemon(String what, Runnable body) {
    Thread thread = new Thread(body, "command-" + process.pid() + "-" + what);
    thread.setDaemon(true);
    return thread;
  }
}
