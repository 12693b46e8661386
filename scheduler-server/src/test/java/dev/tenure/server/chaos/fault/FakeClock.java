package dev.tenure.server.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one node, set by libfaketime; the monotonic clock is left alone. Without {@code
 * FAKETIME_FORCE_MONOTONIC_FIX=0} timed waits of the JVM on the monotonic clock would be spoilt
 * even while the clock is right.
 */
final class FakeClock {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/faketime/libfaketime.so.1"));

  private final Path file;

  FakeClock(Path file) {
    this.file = file;
    set(0);
  }

  static Optional<Path> library() {
    return LIBRARIES.stream().filter(Files::exists).findFirst();
  }

  /** What a process needs in its environment to follow this clock; empty without the library. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    library()
        .ifPresent(
            library -> {
              environment.put("LD_PRELOAD", library.toString());
              environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
              environment.put("FAKETIME_CACHE_DURATION", "1");
              environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
              environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
            });
    return environment;
  }

  /** Sets the clock that many seconds before or behind the machine's. */
  void set(long seconds) {
    try {
      // Moved into place: a reader sees the old text or the new one.
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, "%+d\n".formatted(seconds));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what the library of a process that was killed leaves in shared memory. */
  static void sweep(long pid) {
    try {
      Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + pid));
      Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
