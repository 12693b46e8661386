package dev.tenure.runlog;

import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads logs from the files, also while they are written. Thread-safe; blocks. */
final class LogReader {

  /** How often files that were changed meanwhile are read anew. */
  private static final int TRIES = 4;

  private final LogFiles files;

  /** A stored line. */
  record Numbered(long number, String stored) {}

  LogReader(LogFiles files) {
    this.files = files;
  }

  /** All lines that are kept, in order; empty when there are no files. */
  Optional<List<Numbered>> lines(RunId id) throws IOException {
    Path head = files.head(id);
    // The end first: what is in the head does not change any more when there is an end.
    List<Numbered> end = end(head);
    Optional<List<String>> beginning = read(head);
    if (beginning.isEmpty() && end.isEmpty()) {
      return Optional.empty();
    }
    List<Numbered> all = new ArrayList<>(number(1, beginning.orElse(List.of())));
    all.addAll(end);
    return Optional.of(all);
  }

  private static List<Numbered> end(Path head) throws IOException {
    List<List<Numbered>> segments = List.of();
    for (int i = 0; i < TRIES; i++) {
      segments = new ArrayList<>();
      for (int which = 0; which < 2; which++) {
        segment(LogFiles.segment(head, which)).ifPresent(segments::add);
      }
      segments.sort(Comparator.comparing(lines -> lines.get(0).number()));
      if (segments.size() < 2 || followEachOther(segments)) {
        return segments.stream().flatMap(List::stream).toList();
      }
    }
    // A process was killed between two files.
    return segments.get(segments.size() - 1);
  }

  private static boolean followEachOther(List<List<Numbered>> two) {
    List<Numbered> first = two.get(0);
    return first.get(first.size() - 1).number() + 1 == two.get(1).get(0).number();
  }

  private static Optional<List<Numbered>> segment(Path file) throws IOException {
    Optional<List<String>> read = read(file).filter(lines -> lines.size() > 1);
    if (read.isEmpty() || !read.get().get(0).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    List<String> lines = read.get();
    return Optional.of(number(Long.parseLong(lines.get(0)), lines.subList(1, lines.size())));
  }

  private static List<Numbered> number(long first, List<String> lines) {
    List<Numbered> numbered = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      numbered.add(new Numbered(first + i, lines.get(i)));
    }
    return numbered;
  }

  /** The whole lines of a file; one that is just being written is not there yet. */
  private static Optional<List<String>> read(Path file) throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n');
      return Optional.of(end < 0 ? List.of() : List.of(text.substring(0, end).split("\n", -1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What is wanted of them. */
  static List<LogLine> select(List<Numbered> all, LogQuery query) {
    List<Numbered> wanted = all.stream().filter(one -> one.number() > query.after()).toList();
    boolean endOnly = query.tail().isPresent() && query.tail().getAsInt() < wanted.size();
    if (endOnly) {
      wanted = wanted.subList(wanted.size() - query.tail().getAsInt(), wanted.size());
    }
    int from = query.tail().isPresent() ? lastThatFit(wanted, query.mostBytes()) : 0;
    wanted = wanted.subList(from, wanted.size());
    List<LogLine> lines = new ArrayList<>();
    long before =
        (endOnly || from > 0) && !wanted.isEmpty() ? wanted.get(0).number() - 1 : query.after();
    long bytes = 0;
    for (Numbered one : wanted) {
      bytes += one.stored().length() + 1;
      if (bytes > query.mostBytes() && !lines.isEmpty()) {
        break;
      }
      lines.add(LogText.read(one.number(), one.number() - before - 1, one.stored()));
      before = one.number();
    }
    return lines;
  }

  private static int lastThatFit(List<Numbered> lines, long mostBytes) {
    long bytes = 0;
    for (int i = lines.size() - 1; i > 0; i--) {
      bytes += lines.get(i).stored().length() + 1;
      if (bytes > mostBytes) {
        return i + 1 < lines.size() ? i + 1 : i;
      }
    }
    return 0;
  }
}
