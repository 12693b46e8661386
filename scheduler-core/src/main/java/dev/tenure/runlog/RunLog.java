package dev.tenure.runlog;

import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run prints and logs, until it is written. Any thread; never waits for a disk. What comes
 * after the run has ended is dropped: threads that it left behind are nobody's.
 */
public final class RunLog {

  /** How much of a run waits when there is too much of all of them. */
  private static final long CROWDED_BYTES = 4096;

  private final RunId id;
  private final String name;
  private final LogLimits limits;
  private final Backlog backlog;

  // Guarded by this, as all that follows.
  private long printed;
  private int headLines;
  private long headBytes;
  private boolean headOver;
  private boolean queued;
  private boolean over;
  // Not yet written; none for a run that prints nothing.
  private @Nullable ArrayDeque<byte[]> head;
  private @Nullable ArrayDeque<byte[]> tail;
  private long tailBytes;

  RunLog(RunId id, String name, LogLimits limits, Backlog backlog) {
    this.id = id;
    this.name = name;
    this.limits = limits;
    this.backlog = backlog;
  }

  RunId id() {
    return id;
  }

  /** The run's id as text. */
  public String name() {
    return name;
  }

  /** A line, or several, that a program printed. */
  public void print(String text) {
    add(Instant.now(), "", "", text);
  }

  /**
   * A message that was logged.
   *
   * @param level such as INFO
   * @param text may have several lines, such as a stack trace
   */
  public void add(Instant at, String level, String logger, String text) {
    if (!isOver()) {
      LogText.write(at, level, logger, text, this::keep);
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void keep(byte[] line) {
    if (hold(line)) {
      backlog.offer(this);
    }
  }

  /** Whether the writer is to be told. */
  private synchronized boolean hold(byte[] line) {
    if (over) {
      return false;
    }
    printed++;
    int size = line.length + 1;
    boolean crowded = backlog.add(size);
    if (isOfHead(size) && !crowded) {
      headLines++;
      headBytes += size;
      head = head == null ? new ArrayDeque<>() : head;
      head.add(line);
    } else {
      headOver = true;
      holdLast(line, size, crowded ? CROWDED_BYTES : limits.segmentBytes());
    }
    boolean tell = !queued;
    queued = true;
    return tell;
  }

  private boolean isOfHead(int size) {
    return !headOver && headLines < limits.headLines() && headBytes + size <= limits.headBytes();
  }

  /** With the lock held. */
  private void holdLast(byte[] line, int size, long most) {
    ArrayDeque<byte[]> last = tail == null ? new ArrayDeque<>() : tail;
    tail = last;
    last.add(line);
    tailBytes += size;
    while (last.size() > 1 && (tailBytes > most || last.size() > limits.segmentLines())) {
      int dropped = last.remove().length + 1;
      tailBytes -= dropped;
      backlog.take(dropped);
    }
  }

  /** The code has ended; answers whether it has ever printed anything. */
  synchronized boolean end() {
    over = true;
    return printed > 0;
  }

  /**
   * What was not written yet; it counts as written from now on.
   *
   * @param headFirst the number of the first line of {@code head}
   * @param head lines of the beginning
   * @param tailFirst the number of the first line of {@code tail}
   * @param tail lines that follow each other, up to the newest
   * @param over whether nothing more will come
   */
  record Batch(
      long headFirst, List<byte[]> head, long tailFirst, List<byte[]> tail, boolean over) {}

  synchronized Batch drain() {
    List<byte[]> first = head == null ? List.of() : List.copyOf(head);
    List<byte[]> last = tail == null ? List.of() : List.copyOf(tail);
    Batch batch =
        new Batch(headLines - first.size() + 1L, first, printed - last.size() + 1, last, over);
    backlog.take(tailBytes + first.stream().mapToLong(line -> line.length + 1L).sum());
    head = null;
    tail = null;
    tailBytes = 0;
    queued = false;
    return batch;
  }
}
