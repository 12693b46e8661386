package dev.tenure.bench.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The main class of a child process: {@code kind=… name=value …}. One line in is one line out; it
 * ends when its standard input does.
 */
public final class ChildMain {

  /** What an answer begins with. */
  public static final String ANSWER = "= ";

  /** What an answer begins with that says why there is none. */
  public static final String FAILED = "failed: ";

  private final Subject subject;
  private final PrintStream out;

  private ChildMain(Subject subject, PrintStream out) {
    this.subject = subject;
    this.out = out;
  }

  /** Runs one scheduler. */
  public static void main(String[] args) throws Exception {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Map<String, String> settings = new HashMap<>();
    for (String word : List.of(args)) {
      int equals = word.indexOf('=');
      settings.put(word.substring(0, equals), word.substring(equals + 1));
    }
    try (Subject subject = Subjects.open(settings)) {
      new ChildMain(subject, System.out).serve();
    }
    System.exit(0);
  }

  private void serve() throws IOException {
    say("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        say(answer(line));
      } catch (Exception e) {
        say(FAILED + e);
      }
    }
  }

  private String answer(String command) throws Exception {
    switch (command) {
      case "start" -> {
        subject.start();
        return "started";
      }
      case "done" -> {
        return Long.toString(subject.done());
      }
      case "ran" -> {
        return Long.toString(Probe.count());
      }
      case "listen" -> {
        Probe.listen();
        return "listening";
      }
      case "heard" -> {
        return Probe.heard();
      }
      case "heap" -> {
        return Long.toString(heapMegabytes());
      }
      default -> {
        return subject.ask(command);
      }
    }
  }

  private static long heapMegabytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000;
  }

  private void say(String answer) {
    out.println(ANSWER + answer);
    out.flush();
  }
}
