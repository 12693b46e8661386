package dev.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mutations of {@code .ci/mutations} are not run in each build; here is held that they fit. */
final class MutationsTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/tenure");

  @Test
  void eachMutationFitsTheSourcesInOnePlace() throws IOException {
    List<String> mutations =
        Files.readAllLines(Path.of("../.ci/mutations")).stream()
            .dropWhile(line -> !line.endsWith("<<'LIST'"))
            .skip(1)
            .takeWhile(line -> !line.equals("LIST"))
            .toList();
    assertThat(mutations).hasSizeGreaterThan(30);
    for (String mutation : mutations) {
      String[] parts = mutation.split("~", -1);
      assertThat(parts).as(mutation).hasSize(5);
      List<String> lines = Files.readAllLines(SOURCES.resolve(parts[1]));
      assertThat(lines.stream().filter(line -> isMeant(line, parts[2])).count())
          .as("how often the line of %s stands in %s", parts[0], parts[1])
          .isEqualTo(1);
    }
  }

  private static boolean isMeant(String line, String sought) {
    return sought.startsWith("^") ? line.equals(sought.substring(1)) : line.contains(sought);
  }
}
