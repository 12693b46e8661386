package dev.tenure.runlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes the log of one run, batch after batch. A segment begins with a line that has the number of
 * its first line, and follows the other one without a gap; so whoever reads can tell what was left
 * out. Confined to the thread that writes.
 */
final class LogTrail {

  private static final int NO_SEGMENT = -1;

  private final LogFiles files;
  private final Path head;
  private final LogLimits limits;

  private boolean headBroken;
  private int segment = NO_SEGMENT;
  private long segmentBytes;
  private long segmentLines;

  /** The number of the line that would follow in the open segment. */
  private long next;

  LogTrail(LogFiles files, Path head, LogLimits limits) {
    this.files = files;
    this.head = head;
    this.limits = limits;
  }

  Path head() {
    return head;
  }

  /**
   * Appends what is new. When that fails the lines are lost, and count as left out.
   *
   * @return how many bytes the files have grown, about
   */
  long write(RunLog.Batch batch) throws IOException {
    long bytes = 0;
    if (!batch.head().isEmpty()) {
      bytes += headBroken ? last(batch.headFirst(), batch.head()) : first(batch.head());
    }
    if (!batch.tail().isEmpty()) {
      bytes += last(batch.tailFirst(), batch.tail());
    }
    return bytes;
  }

  private long first(List<byte[]> lines) throws IOException {
    try {
      return append(head, bytes("", lines));
    } catch (IOException e) {
      headBroken = true;
      throw e;
    }
  }

  private long last(long number, List<byte[]> lines) throws IOException {
    byte[] bytes = bytes("", lines);
    boolean gap = number != next;
    boolean fits =
        segmentBytes + bytes.length <= limits.segmentBytes()
            && segmentLines + lines.size() <= limits.segmentLines();
    if (segment == NO_SEGMENT || gap || !fits) {
      return turn(number, lines, gap);
    }
    try {
      append(LogFiles.segment(head, segment), bytes);
    } catch (IOException e) {
      segment = NO_SEGMENT;
      throw e;
    }
    segmentBytes += bytes.length;
    segmentLines += lines.size();
    next = number + lines.size();
    return bytes.length;
  }

  /** The other segment begins anew; what lies before a gap is not the end of the log any more. */
  private long turn(long number, List<byte[]> lines, boolean gap) throws IOException {
    int turned = segment == 0 ? 1 : 0;
    byte[] bytes = bytes(number + "\n", lines);
    segment = NO_SEGMENT;
    Path file = LogFiles.segment(head, turned);
    Files.deleteIfExists(file);
    append(file, bytes);
    if (gap) {
      Files.deleteIfExists(LogFiles.segment(head, 1 - turned));
    }
    segment = turned;
    segmentBytes = bytes.length;
    segmentLines = lines.size();
    next = number + lines.size();
    return bytes.length;
  }

  private static byte[] bytes(String begin, List<byte[]> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(begin.getBytes(StandardCharsets.US_ASCII));
    for (byte[] line : lines) {
      bytes.writeBytes(line);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  /** All of it, or nothing: half a line would spoil the numbers of those that follow. */
  private long append(Path file, byte[] bytes) throws IOException {
    files.makeFolderOf(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long before = channel.size();
      channel.position(before);
      try {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
    return bytes.length;
  }
}
