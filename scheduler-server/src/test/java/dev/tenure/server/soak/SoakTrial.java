package dev.tenure.server.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./tenure soak}: runs a trial and writes its report. Not part of the build. */
public final class SoakTrial {

  private static final int NOT_FLAT = 1;
  private static final int USAGE = 2;

  private SoakTrial() {}

  /** See {@link SoakOptions#USAGE}. */
  public static void main(String... args) throws Exception {
    SoakOptions options;
    try {
      options = SoakOptions.of(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.err.print(SoakOptions.USAGE);
      System.exit(USAGE);
      return;
    }
    Files.createDirectories(options.report());
    SoakOutcome outcome = new Soak(options).run();
    Path page = options.report().resolve("index.html");
    SoakReport.of(outcome).write(page);
    Files.writeString(options.report().resolve("samples.csv"), outcome.samples().csv());
    System.out.println(outcome.sentence());
    outcome
        .grown()
        .forEach(line -> System.out.println("  " + line.gauge() + ": " + line.flatness()));
    System.out.println("report: " + page.toAbsolutePath());
    System.exit(outcome.good() ? 0 : NOT_FLAT);
  }
}
