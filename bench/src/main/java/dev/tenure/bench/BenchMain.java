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
      List.of(new Throughput(), new Lateness(), new HandOver(), new Crash(), new Peers());

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
    Path folder = Files.createTempDirectory("tenure-bench-");
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
    StringBuilder text = new StringBuilder("usage: ./tenure bench [NAME ...] [OPTION ...]\n\n");
    text.append(
        "Prints a line of JSON for each result, and tables. Without a name: all of them.\n\n");
    for (Bench bench : BENCHES) {
      text.append(String.format("  %-12s %s%n", bench.name(), bench.what()));
    }
    return text.append(BenchOptions.USAGE).toString();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary folder " + folder + " cannot be deleted", e);
    }
  }
}
