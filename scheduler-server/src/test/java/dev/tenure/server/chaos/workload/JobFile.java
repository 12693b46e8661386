package dev.tenure.server.chaos.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The job file that all nodes share, as somebody edits it. Not thread-safe. */
public final class JobFile {

  private final Path file;
  private final Stage stage;
  private final Map<String, FileJob> jobs = new TreeMap<>();

  /** Writes the jobs to a file. */
  public JobFile(Path file, Stage stage, List<FileJob> jobs) {
    this.file = file;
    this.stage = stage;
    jobs.forEach(job -> this.jobs.put(job.name(), job));
    save();
  }

  /** What is in it now, by name. */
  Map<String, FileJob> jobs() {
    return Map.copyOf(jobs);
  }

  void put(FileJob job) {
    jobs.put(job.name(), job);
    save();
  }

  void remove(String name) {
    jobs.remove(name);
    save();
  }

  private void save() {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, Workload.hocon(jobs.values(), stage));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
