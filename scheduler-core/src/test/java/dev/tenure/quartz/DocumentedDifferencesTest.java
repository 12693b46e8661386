package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on the job store lists what the contract tells apart, and nothing else. */
final class DocumentedDifferencesTest {

  private static final Path PAGE = Path.of("../docs/jobstore.md");
  private static final Path TESTS = Path.of("src/test/java/dev/tenure/quartz");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|[^|]+\\|[^|]+\\|[^|]+\\|$");

  @Test
  void eachDifferenceIsARowAndEachRowADifference() throws IOException {
    List<String> documented =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1))
            .filter(name -> !name.equals("IGNORE_MISFIRE_POLICY"))
            .toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Difference.values()).map(Enum::name).toList());
  }

  @Test
  void eachDifferenceIsShownByATestOfTheContract() throws IOException {
    StringBuilder contract = new StringBuilder();
    try (Stream<Path> files = Files.list(TESTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Contract.java")).toList()) {
        contract.append(Files.readString(file));
      }
    }

    assertThat(Difference.values())
        .allMatch(difference -> contract.indexOf("Difference." + difference.name()) >= 0);
  }
}
