package dev.tenure.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some PEM files stand for, made anew when their content changes. What cannot be used is
 * refused: what was there before stays. Files are compared by content, so that any way to replace
 * them counts: written over, renamed, or a link that points elsewhere.
 *
 * <p>{@link #now} is for any thread; {@link #check} reads files, and is for one thread at a time.
 *
 * @param <T> what is made of the files
 */
public final class WatchedPem<T> {

  private static final Logger log = LoggerFactory.getLogger(WatchedPem.class);

  private static final int LOOKS_BEFORE_TOLD = 2;

  private final String use;
  private final List<Path> files;
  private final Reader<T> reader;
  private final Function<T, Instant> until;
  private final Consumer<T> onRenewed;
  private volatile T now;
  private List<byte[]> used;
  private Refused refused = Refused.NOTHING;

  /** Makes something of the files. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the files; what it throws says why they cannot be used. */
    T read() throws PemException;
  }

  /**
   * Reads the files for the first time.
   *
   * @param use what they are for, as the log and the metrics call it, such as {@code http}
   * @param files at least one; the first holds the certificate
   * @param reader makes something of them; may throw unchecked, too
   * @param until until when that is valid
   * @param onRenewed is told of what is about to replace what was there before, on the thread that
   *     checks; what it throws is a refusal
   * @throws PemException if the files cannot be used as they are now
   */
  public WatchedPem(
      String use,
      List<Path> files,
      Reader<T> reader,
      Function<T, Instant> until,
      Consumer<T> onRenewed)
      throws PemException {
    this.use = use;
    this.files = List.copyOf(files);
    this.reader = reader;
    this.until = until;
    this.onRenewed = onRenewed;
    used = contents(files);
    now = reader.read();
  }

  /** What counts now. */
  public T now() {
    return now;
  }

  /** Until when that is valid. */
  public Instant validUntil() {
    return until.apply(now);
  }

  String use() {
    return use;
  }

  Path file() {
    return files.get(0);
  }

  /**
   * Looks at the files. What cannot be used is told of when it is still there at the second look: a
   * pair whose halves are replaced one after the other is no mistake.
   */
  void check() {
    List<byte[]> contents = List.of();
    try {
      contents = contents(files);
      if (same(contents, used)) {
        refused = Refused.NOTHING;
        return;
      }
      T renewed = reader.read();
      onRenewed.accept(renewed);
      now = renewed;
      used = contents;
      refused = Refused.NOTHING;
      log.info(
          "the certificates for {} in {} were renewed; valid until {}", use, file(), validUntil());
    } catch (PemException | RuntimeException e) {
      refuse(contents, e);
    }
  }

  private void refuse(List<byte[]> contents, Exception why) {
    refused = same(contents, refused.contents()) ? refused.again() : new Refused(contents, 1);
    if (refused.looks() == LOOKS_BEFORE_TOLD) {
      log.error(
          "renewed certificates for {} are refused: {}; those from before stay, valid until {}",
          use,
          why.getMessage(),
          validUntil());
    }
  }

  private static List<byte[]> contents(List<Path> files) throws PemException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Pem.bytes(file));
    }
    return contents;
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }

  /** What cannot be used, and at how many looks in a row it was found. */
  private record Refused(List<byte[]> contents, int looks) {
    static final Refused NOTHING = new Refused(List.of(), 0);

    Refused again() {
      return new Refused(contents, looks + 1);
    }
  }
}
