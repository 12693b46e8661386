package dev.tenure.runlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what waits in memory to the files, and looks after these. All on one thread, which sleeps
 * while nobody prints anything. Trouble with the disk is said once and costs lines, never a run.
 */
final class LogWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

  /** What comes within this time is written together. */
  private static final long PAUSE_MILLIS = 100;

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final LogFiles files;
  private final LogLimits limits;
  private final Backlog backlog;
  private final LogSweep sweep;
  private final Consumer<RunLog> done;
  private final Clock clock;

  /** Of the runs that have printed something and have not ended. */
  private final Map<RunLog, LogTrail> trails = new HashMap<>();

  private Instant nextSweep;
  private boolean troubled;

  /**
   * A writer.
   *
   * @param done is told of each log of which nothing more will be written
   */
  LogWriter(
      LogFiles files,
      LogLimits limits,
      Backlog backlog,
      LogSweep sweep,
      Consumer<RunLog> done,
      Clock clock) {
    this.files = files;
    this.limits = limits;
    this.backlog = backlog;
    this.sweep = sweep;
    this.done = done;
    this.clock = clock;
    nextSweep = clock.instant().plus(SWEEP);
  }

  @Override
  public void run() {
    try {
      while (!backlog.isClosed() || !backlog.isEmpty()) {
        backlog.await(SWEEP.toMillis(), PAUSE_MILLIS).forEach(this::write);
        if (sweep.isFull() || !clock.instant().isBefore(nextSweep)) {
          sweep();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(RunLog printed) {
    RunLog.Batch batch = printed.drain();
    try {
      if (!batch.head().isEmpty() || !batch.tail().isEmpty()) {
        LogTrail trail =
            trails.computeIfAbsent(
                printed, one -> new LogTrail(files, files.head(one.id()), limits));
        sweep.grown(trail.write(batch));
        recovered();
      } else if (batch.over() && trails.containsKey(printed)) {
        touch(files.head(printed.id()));
      }
    } catch (IOException | RuntimeException e) {
      troubled(e);
    }
    if (batch.over()) {
      trails.remove(printed);
      done.accept(printed);
    }
  }

  /** So that a log is as old as the end of its run. */
  private void touch(Path head) throws IOException {
    try {
      Files.setLastModifiedTime(head, FileTime.from(clock.instant()));
    } catch (NoSuchFileException e) {
      // It was swept meanwhile.
    }
  }

  private void sweep() {
    nextSweep = clock.instant().plus(SWEEP);
    Set<Path> open = trails.values().stream().map(LogTrail::head).collect(Collectors.toSet());
    try {
      sweep.run(clock.instant(), open);
    } catch (IOException | RuntimeException e) {
      troubled(e);
    }
  }

  private void troubled(Exception e) {
    if (!troubled) {
      troubled = true;
      log.warn(
          "the logs of runs in {} cannot be written: {}; runs go on, and what they print until it"
              + " works again is left out; see runs.logs.dir",
          files.root(),
          e.toString());
    }
  }

  private void recovered() {
    if (troubled) {
      troubled = false;
      log.info("the logs of runs in {} are written again", files.root());
    }
  }
}
