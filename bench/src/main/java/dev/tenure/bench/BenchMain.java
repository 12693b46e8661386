package dev.tenure.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./tenure bench}: measures, prints, and leaves nothing behind. */
public final class BenchMain {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final List<Bench> BENCHES =
      List.of(
          new Limits(),
          new Throughput(),
          new Lateness(),
          new HandOver(),
          new Crash(),
          new TakeOver(),
          new Idle(),
          new Peers(),
          new PeersLateness(),
          new Detection());

  private BenchMain() {}

  /** See {@code --help}. Exit code 1 when a bench failed, 2 for wrong arguments. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(usage());
      return;
    }
    List<Bench> asked;
    BenchOptions options;
    try {
      options = BenchOptions.of(arguments);
      asked = asked(options.names());
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.err.print(usage());
      System.exit(USAGE);
      return;
    }
    String command = "./tenure bench " + String.join(" ", arguments);
    Report report = new Report(out, Machine.describe(), command.strip());
    report.head();
    System.exit(run(asked, options, report) ? 0 : FAILED);
  }

  private static boolean run(List<Bench> benches, BenchOptions options, Report report)
      throws IOException {
    Path folder = temporaryFolder();
    boolean good = true;
    try {
      for (Bench bench : benches) {
        try {
          bench.run(new BenchContext(options, report, folder));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        } catch (Exception e) {
          good = false;
          System.err.println("error: " + bench.name() + " could not measure: " + e);
          e.printStackTrace();
        }
        report.table();
      }
      return good;
    } finally {
      delete(folder);
    }
  }

  private static List<Bench> asked(List<String> names) {
    List<Bench> asked = new ArrayList<>();
    for (String name : names) {
      asked.add(
          BENCHES.stream()
              .filter(bench -> bench.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("there is no bench " + name)));
    }
    return asked.isEmpty() ? BENCHES : asked;
  }

  private static String usage() {
    StringBuilder text = new StringBuilder("Usage: ./tenure bench [NAME ...] [OPTION ...]\n\n");
    text.append(
        "Prints a line of JSON for each result, and tables. Without a name: all of them.\n\n");
    for (Bench bench : BENCHES) {
      text.append(String.format("  %-14s %s%n", bench.name(), bench.what()));
    }
    return text.append(BenchOptions.USAGE).toString();
  }

  /**
   * Everything temporary goes there, whoever makes it. When the bench is told to end before its
   * time, its processes and that folder go, too.
   */
  private static Path temporaryFolder() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    Path folder = parent.resolve("tenure-bench-" + ProcessHandle.current().pid());
    delete(folder);
    Files.createDirectory(folder);
    System.setProperty("java.io.tmpdir", folder.toString());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                  delete(folder);
                }));
    return folder;
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("warning: temporary folder " + folder + " is not all deleted: " + e);
    }
  }
}
