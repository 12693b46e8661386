package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.FaultKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./tenure chaos}. */
@Command(
    name = "tenure chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a few hundred jobs on three node processes while things go wrong, heals, and then judges"
          + " every slot by what the jobs wrote outside etcd and by what the ledger says.",
      "Exit code 0: nothing was missed, doubled or unaccounted for. 1: something was, or a process"
          + " did not recover; the report says what, and how to repeat it."
    })
public final class ChaosMain implements Callable<Integer> {

  private static final int MOST_LINES = 30;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration STOP = Duration.ofSeconds(60);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long things go wrong; 0.5 is half a minute. Default: 10.")
  private double minutes = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of jobs, faults and edits. Default: another one each time; it is printed.")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description =
          "What may go wrong: words with commas, all, -word to leave one out; help lists them."
              + " Default: all.")
  private String faults = "all";

  @Option(names = "--members", paramLabel = "N", description = "Of etcd: 1 or 3. Default: 3.")
  private int members = 3;

  @Option(names = "--jobs", paramLabel = "N", description = "How many jobs. Default: 200.")
  private int jobs = 200;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the report goes. Default: chaos-report in the working directory.")
  private Path report = Path.of("chaos-report");

  /** Runs it and exits. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ChaosMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (faults.equals("help")) {
      FaultKind.all().forEach(kind -> out.println(kind.word()));
      return 0;
    }
    TrialOptions options = options();
    out.println("to repeat it: " + options.command());
    Path folder = Files.createTempDirectory("tenure-chaos-");
    Thread main = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, over)));
    try {
      Outcome outcome = new Trial(options, folder, line -> out.println(now() + " " + line)).run();
      if (!outcome.good()) {
        out.println("logs and evidence: " + Report.keep(outcome, folder));
        outcome.verdict().findings().stream().limit(MOST_LINES).forEach(out::println);
        outcome.troubles().stream().limit(MOST_LINES).forEach(out::println);
      }
      out.println("report: " + Report.write(outcome));
      out.println(Figures.of(outcome).summary(outcome));
      out.println(outcome.verdict().toString().lines().findFirst().orElse(""));
      out.println("to repeat it: " + options.command());
      return outcome.good() ? 0 : 1;
    } finally {
      delete(folder);
      over.set(true);
    }
  }

  private TrialOptions options() {
    Set<FaultKind> chosen = FaultKind.parse(faults);
    return new TrialOptions(
        Duration.ofSeconds(Math.round(minutes * 60)),
        seed,
        chosen,
        members,
        jobs,
        report.toAbsolutePath());
  }

  /** After Ctrl-C: everything is healed and ended before the process is. */
  private static void stop(Thread main, AtomicBoolean over) {
    if (!over.get()) {
      main.interrupt();
      try {
        main.join(STOP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String now() {
    return CLOCK.format(Instant.now());
  }
}
