package dev.tenure.server.soak;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux, and the JVM, say of a process. */
record ProcessFigures(long pid) {

  private static final Pattern HEAP =
      Pattern.compile("(?:heap|generation)\\s+total \\d+K, used (\\d+)K");
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

  /**
   * What a JVM has left after a collection.
   *
   * @param heapKib objects that are in use
   * @param metaspaceKib classes that are loaded
   */
  record Java(long heapKib, long metaspaceKib) {

    /** Reads the words of {@code GC.heap_info}, of whatever collector. */
    static Java of(String said) {
      return new Java(sum(HEAP, said), sum(METASPACE, said));
    }

    private static long sum(Pattern pattern, String said) {
      long sum = 0;
      Matcher matcher = pattern.matcher(said);
      while (matcher.find()) {
        sum += Long.parseLong(matcher.group(1));
      }
      if (sum == 0) {
        throw new IllegalArgumentException("no " + pattern + " in: " + said);
      }
      return sum;
    }
  }

  long residentKib() throws IOException {
    return status("VmRSS");
  }

  long threads() throws IOException {
    return status("Threads");
  }

  /** How many threads there are of each name; the system keeps 15 characters, a JVM's first. */
  Map<String, Long> threadNames() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return all.map(task -> content(task.resolve("comm")).strip())
          .collect(groupingBy(name -> name.replaceAll("\\d+", "#"), TreeMap::new, counting()));
    }
  }

  /** What every open file descriptor stands for. */
  List<String> descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.map(ProcessFigures::target).toList();
    }
  }

  /** Collects garbage, and says what is left. Blocks. */
  Java afterCollection() throws IOException, InterruptedException {
    jcmd("GC.run");
    return Java.of(jcmd("GC.heap_info"));
  }

  private long status(String field) throws IOException {
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    Matcher value = Pattern.compile("(?m)^" + field + ":\\s+(\\d+)").matcher(status);
    if (!value.find()) {
      throw new IOException("process " + pid + " has no " + field + "; it has ended?");
    }
    return Long.parseLong(value.group(1));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "ended meanwhile";
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("jcmd " + pid + " " + command + ": " + said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
