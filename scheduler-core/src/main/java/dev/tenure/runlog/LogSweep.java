package dev.tenure.runlog;

import dev.tenure.config.RunLogsConfig;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Deletes logs: those that are too old, those whose runs the ledger has forgotten, and the oldest
 * when all together are too large. Never those of runs that go on. What is said to be forgotten may
 * come from any thread; the rest is confined to the thread that writes.
 */
final class LogSweep {

  /** A file takes whole blocks, and a folder of many tiny ones has its price, too. */
  private static final long LEAST_BYTES = 4096;

  /** By how little the times of a run's end and of its last line may differ. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final String DROPPED = ".dropped";

  private final LogFiles files;
  private final RunLogsConfig config;

  /** Per folder of a job, up to when its runs are forgotten. */
  private final Map<Path, Instant> forgotten = new ConcurrentHashMap<>();

  /** Per folder of a group, whose runs are not forgotten. */
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private long bytes;

  /**
   * What was known of a group at some moment.
   *
   * @param jobs the folders of its jobs
   */
  private record Known(Set<Path> jobs, Instant at) {}

  private record Found(Path file, long bytes, Instant modified) {}

  LogSweep(LogFiles files, RunLogsConfig config) {
    this.files = files;
    this.config = config;
  }

  /** The runs of the job that ended up to then are not in the ledger any more. */
  void forget(GroupName group, JobName job, Instant upTo) {
    forgotten.merge(files.job(group, job), upTo, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** These are all the jobs of which the ledger knew any run then. */
  void know(GroupName group, Set<JobName> jobs, Instant at) {
    Set<Path> folders = new HashSet<>();
    jobs.forEach(job -> folders.add(files.job(group, job)));
    known.put(files.group(group), new Known(folders, at));
  }

  /** The files have grown by so much. */
  void grown(long more) {
    bytes += more;
  }

  /** Whether there is more than is allowed, as far as is known. */
  boolean isFull() {
    return bytes > config.maxBytes();
  }

  /**
   * Looks through all files.
   *
   * @param open the logs of runs that go on, which stay
   */
  void run(Instant now, Set<Path> open) throws IOException {
    if (!Files.isDirectory(files.root())) {
      bytes = 0;
      forgotten.clear();
      known.clear();
      return;
    }
    Map<Path, Instant> gone = Map.copyOf(forgotten);
    Map<Path, Known> groups = Map.copyOf(known);
    List<Found> kept = new ArrayList<>();
    Walk walk =
        new Walk(now.minus(config.age()), open, folder -> forgottenIn(folder, gone, groups), kept);
    Files.walkFileTree(files.root(), walk);
    gone.forEach(forgotten::remove);
    groups.forEach(known::remove);
    bytes = kept.stream().mapToLong(Found::bytes).sum();
    if (isFull()) {
      makeRoom(kept, open);
    }
  }

  /** Up to when the runs of a job are forgotten; the earliest instant if none is. */
  private static Instant forgottenIn(Path job, Map<Path, Instant> gone, Map<Path, Known> groups) {
    Instant limit = gone.getOrDefault(job, Instant.MIN);
    Path group = job.getParent();
    Known known = group == null ? null : groups.get(group);
    return known == null || known.jobs().contains(job) || known.at().isBefore(limit)
        ? limit
        : known.at();
  }

  private void makeRoom(List<Found> kept, Set<Path> open) throws IOException {
    kept.sort(Comparator.comparing(Found::modified));
    Instant newest = Instant.EPOCH;
    for (Found found : kept) {
      if (bytes <= config.maxBytes() / 10 * 9) {
        break;
      }
      if (!open.contains(LogFiles.headOf(found.file()))) {
        Files.deleteIfExists(found.file());
        bytes -= found.bytes();
        newest = found.modified();
      }
    }
    if (newest.isAfter(droppedUpTo())) {
      dropped(newest);
    }
  }

  /** Notes, also for the next process of this node, that logs up to then are gone. */
  private void dropped(Instant upTo) throws IOException {
    Path mark = files.root().resolve(DROPPED);
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
    Files.setLastModifiedTime(mark, FileTime.from(upTo));
  }

  /** Up to when logs were deleted to make room; the epoch if none was. Any thread. */
  Instant droppedUpTo() {
    try {
      return Files.getLastModifiedTime(files.root().resolve(DROPPED)).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Instant tooOld;
    private final Set<Path> open;
    private final Function<Path, Instant> gone;
    private final List<Found> kept;

    Walk(Instant tooOld, Set<Path> open, Function<Path, Instant> gone, List<Found> kept) {
      this.tooOld = tooOld;
      this.open = open;
      this.gone = gone;
      this.kept = kept;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!LogFiles.isLog(file)) {
        return FileVisitResult.CONTINUE;
      }
      Instant modified = attributes.lastModifiedTime().toInstant();
      Instant limit = gone.apply(file.getParent());
      boolean old =
          modified.isBefore(tooOld)
              || (limit.isAfter(Instant.MIN) && modified.isBefore(limit.minus(SLACK)));
      if (old && !open.contains(LogFiles.headOf(file))) {
        Files.deleteIfExists(file);
      } else {
        kept.add(new Found(file, Math.max(LEAST_BYTES, attributes.size()), modified));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException full) {
        // What is left in it is kept.
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
