package dev.tenure.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds of what a crowd of clients could leave behind.
 *
 * @param threads that are alive
 * @param descriptors that are open; sockets among them
 */
record Household(int threads, long descriptors) {

  private static final Path OPEN = Path.of("/proc/self/fd");

  static Household now() {
    return new Household(
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http"))
                .count(),
        open());
  }

  private static long open() {
    if (!Files.isDirectory(OPEN)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(OPEN)) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
