package dev.tenure.server.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for what must not be in the log of a node, whatever is done to it. */
final class LogCheck {

  private static final Pattern BAD =
      Pattern.compile(" ERROR |Exception in thread|this is a defect|OutOfMemoryError");

  /** What a person is told rightly when such faults happen. */
  private static final List<Pattern> EXPECTED =
      List.of(
          // Stubborn jobs with a timeout are part of the workload.
          Pattern.compile(" TimeLimit: run \\S+ is stuck: it was told twice to stop"),
          // A full disk is one of the faults, and a person must act then.
          Pattern.compile("cannot be written.*database space exceeded"));

  private LogCheck() {}

  static List<String> check(String node, Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> BAD.matcher(line).find())
          .filter(line -> EXPECTED.stream().noneMatch(known -> known.matcher(line).find()))
          .limit(20)
          .map(line -> node + " (" + log.getFileName() + "): " + line)
          .toList();
    }
  }
}
