package dev.tenure.server.chaos.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line that a run wrote down.
 *
 * @param start whether it began then, or ended
 * @param run the run's id
 * @param job the job's name
 * @param slot in milliseconds of the epoch
 * @param attempt 1 for the first
 * @param term the fencing token that it was given
 * @param node where it ran
 * @param pid of the process
 * @param wall by the node's wall clock, in milliseconds of the epoch
 * @param nanos on the machine's monotonic clock
 * @param how it ended; a dash for a begin
 */
public record Witness(
    boolean start,
    String run,
    String job,
    long slot,
    int attempt,
    long term,
    String node,
    long pid,
    long wall,
    long nanos,
    String how) {

  static Witness parse(String line) {
    String[] part = line.split(" ", -1);
    if (part.length != 11) {
      throw new IllegalArgumentException("not a line of a witness: " + line);
    }
    return new Witness(
        part[0].equals("start"),
        part[1],
        part[2],
        Long.parseLong(part[3]),
        Integer.parseInt(part[4]),
        Long.parseLong(part[5]),
        part[6],
        Long.parseLong(part[7]),
        Long.parseLong(part[8]),
        Long.parseLong(part[9]),
        part[10]);
  }

  /** All lines of all nodes, in the order of the monotonic clock. */
  public static List<Witness> all(Path folder) throws IOException {
    List<Witness> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".lines")).toList()) {
        String text = Files.readString(file);
        // The last one may be half read while it is written.
        text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Witness::parse).forEach(all::add);
      }
    }
    all.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
    return all;
  }
}
