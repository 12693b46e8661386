package dev.tenure.lifeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A process as the machine on which it runs knows it. Linux tells; elsewhere there is none.
 *
 * @param machine names the boot of the machine and the numbering of processes (the namespace): only
 *     where both are the same does the number mean the same process
 * @param pid its number
 * @param started when it started, in ticks: numbers are used again
 */
record LocalProcess(String machine, long pid, long started) {

  private static final Path PROC = Path.of("/proc");
  // After the name of the program, which is in parentheses and may hold anything.
  private static final int STATE = 0;
  private static final int STARTED = 19;

  /** This process, if the system tells. */
  static Optional<LocalProcess> self() {
    long pid = ProcessHandle.current().pid();
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).trim();
      String numbering = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      String machine = (boot + numbering).replaceAll("[^0-9a-z]", "");
      return Optional.of(new LocalProcess(machine, pid, Long.parseLong(stat(pid)[STARTED])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * How to ask for this process from now on. Only who has seen it alive may later say that it is
   * gone: some systems hide the processes of others.
   */
  Supplier<ProcessSign> witness(Optional<LocalProcess> self) {
    boolean near = self.filter(own -> own.machine().equals(machine)).isPresent();
    return near && look() == ProcessSign.ALIVE ? this::look : () -> ProcessSign.UNKNOWN;
  }

  private ProcessSign look() {
    try {
      String[] stat = stat(pid);
      boolean same = Long.parseLong(stat[STARTED]) == started;
      boolean ended = "ZX".contains(stat[STATE]);
      return same && !ended ? ProcessSign.ALIVE : ProcessSign.GONE;
    } catch (NoSuchFileException e) {
      return ProcessSign.GONE;
    } catch (IOException | RuntimeException e) {
      return goneWhileRead(e) ? ProcessSign.GONE : ProcessSign.ALIVE;
    }
  }

  /** A process that ends between opening and reading answers "no such process". */
  private boolean goneWhileRead(Exception e) {
    return e instanceof IOException && Files.notExists(PROC.resolve(Long.toString(pid)));
  }

  private static String[] stat(long pid) throws IOException {
    byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
  }
}
