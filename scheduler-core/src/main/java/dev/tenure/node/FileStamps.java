package dev.tenure.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the file system says of some files, and of the {@code *.conf} files beside them: one that is
 * new in a folder of job files belongs to it. Cheaper than reading them, and the same on every file
 * system, mounted volumes with symbolic links among them.
 *
 * @param stamps of the files that are there
 */
record FileStamps(Map<Path, Stamp> stamps) {

  /** When a file was changed last, and how long it is. */
  record Stamp(Instant modified, long size) {}

  FileStamps {
    stamps = Map.copyOf(stamps);
  }

  /** As they are now. Reads the file system. */
  static FileStamps of(Collection<Path> files) {
    Map<Path, Stamp> stamps = new TreeMap<>();
    Set<Path> folders = new HashSet<>();
    for (Path file : files) {
      add(stamps, file);
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && folders.add(folder)) {
        addAll(stamps, folder);
      }
    }
    return new FileStamps(stamps);
  }

  private static void addAll(Map<Path, Stamp> stamps, Path folder) {
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, "*.conf")) {
      beside.forEach(file -> add(stamps, file));
    } catch (IOException e) {
      // A folder that is gone has no files; whoever reads the configuration says so.
    }
  }

  private static void add(Map<Path, Stamp> stamps, Path file) {
    try {
      stamps.put(
          file.toAbsolutePath().normalize(),
          new Stamp(
              Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS),
              Files.size(file)));
    } catch (IOException e) {
      // It is not there: that is an answer, too.
    }
  }

  /**
   * What is known of files whose reading began at the instant, if they looked like this only after
   * it. One that was changed since may have been read as it was before: it counts as the file of
   * that instant, which it is not any more.
   */
  FileStamps asReadFrom(Instant begun) {
    Map<Path, Stamp> asRead = new TreeMap<>(stamps);
    asRead.replaceAll(
        (file, stamp) ->
            stamp.modified().isBefore(begun.truncatedTo(ChronoUnit.MILLIS))
                ? stamp
                : new Stamp(begun.truncatedTo(ChronoUnit.MILLIS).minusMillis(1), stamp.size()));
    return new FileStamps(asRead);
  }

  /** When the newest of the files was changed; the epoch when none of them is there. */
  Instant newest(Collection<Path> files) {
    return files.stream()
        .map(file -> stamps.get(file.toAbsolutePath().normalize()))
        .filter(stamp -> stamp != null)
        .map(Stamp::modified)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
