package dev.tenure.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of a process. */
public final class ProcStat {

  /** Ticks of 10 ms, on every Linux that Java runs on. */
  private static final long TICK_MICROS = 10_000;

  private ProcStat() {}

  /** The processor time of a process, with that of its children that have ended. */
  public static long cpuMicros(long pid) throws IOException {
    String stat;
    try {
      stat =
          Files.readString(Path.of("/proc", "" + pid, "stat"), StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException e) {
      return 0;
    }
    // The name of the program, in parentheses, may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * TICK_MICROS;
  }

  /** The same of several processes together. */
  public static long cpuMicros(Stream<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids.toList()) {
      sum += cpuMicros(pid);
    }
    return sum;
  }

  /** What a process has in memory, in kB. */
  public static long residentKb(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
