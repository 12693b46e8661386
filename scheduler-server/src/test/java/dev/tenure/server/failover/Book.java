package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What the jobs themselves wrote down, outside etcd. */
record Book(Path file) {

  /** In the order of their starts. */
  List<Line> lines() {
    try {
      // The last one may be half read while it is written.
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(Line::parse)
          .sorted(Comparator.comparingLong(Line::nanos))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Line> lines(Predicate<Line> wanted) {
    return lines().stream().filter(wanted).toList();
  }

  /** Waits until there are so many lines of a kind; answers them. */
  List<Line> await(int count, Predicate<Line> wanted) {
    Awaitility.await(count + " runs")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(lines(wanted)).hasSizeGreaterThanOrEqualTo(count));
    return lines(wanted);
  }

  /** Waits for the next line, and answers at once when it is there. */
  Line awaitNext() {
    int before = lines().size();
    return await(before + 1, line -> true).get(before);
  }
}
