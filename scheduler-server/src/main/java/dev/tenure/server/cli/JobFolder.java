package dev.tenure.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Job files that lie in one folder. */
final class JobFolder {

  private static final String ENDING = ".conf";

  private JobFolder() {}

  /** The file of a group. */
  static Path fileOf(Path folder, String group) {
    return folder.resolve(group + ENDING);
  }

  /** Files as they are, folders as the job files that they hold, sorted by name. */
  static List<Path> filesOf(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(in(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> file.getFileName().toString().endsWith(ENDING)).sorted().toList();
      if (files.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE, "no job file is in " + folder, "files whose names end in .conf", null);
      }
      return files;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "cannot read " + folder + ": " + e.getMessage(), "another FILE?", e);
    }
  }
}
