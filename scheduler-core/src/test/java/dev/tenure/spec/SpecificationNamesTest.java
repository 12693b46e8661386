package dev.tenure.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/spec/README.md names is there: in the program, and in the model. */
class SpecificationNamesTest {

  private static final Path MAIN = Path.of("src/main/java/dev/tenure");
  private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)(?:\\.([a-z]\\w+))?`");
  private static final Pattern STEP = Pattern.compile("(?m)^([A-Z]\\w+)(?:\\([^)]*\\))? ==");
  private static final Pattern INVARIANT = Pattern.compile("(?m)^  ([A-Z]\\w+)$");

  @Test
  void everyClassAndMethodExists() throws IOException {
    Map<String, String> sources = sources();
    for (String row : rows("## Where it is in the program")) {
      String[] cells = row.split("\\|", -1);
      for (MatchResult name : all(CODE, cells[2])) {
        assertThat(sources).as(row).containsKey(name.group(1));
        if (name.group(2) != null) {
          assertThat(sources.get(name.group(1)))
              .as(row)
              .containsPattern("\\b" + name.group(2) + "\\(");
        }
      }
    }
  }

  @Test
  void everyStepAndVariableOfTheModelHasItsRow() throws IOException {
    String model = ModelCheck.text("Tenure.tla");
    Set<String> named = new TreeSet<>();
    rows("## Where it is in the program")
        .forEach(
            row -> all(Pattern.compile("`(\\w+)`"), row.split("\\|", -1)[1]).forEach(one(named)));
    Set<String> there = new TreeSet<>();
    all(STEP, between(model, "(* The election. *)", "\nInit ==")).forEach(one(there));
    // A definition that only serves others.
    there.remove("Blank");
    all(Pattern.compile("(?m)^  (\\w+),? +\\\\\\*"), between(model, "VARIABLES", "store =="))
        .forEach(one(there));

    assertThat(named).isEqualTo(there);
  }

  @Test
  void everyPromiseOfTheModelIsCheckedAndNamed() throws IOException {
    String model = ModelCheck.text("Tenure.tla");
    Set<String> promised = new TreeSet<>();
    all(STEP, between(model, "docs/guarantees.md says it in words", "Fewer states"))
        .forEach(one(promised));
    Set<String> named = new TreeSet<>();
    rows("## What it shows")
        .forEach(
            row -> all(Pattern.compile("`(\\w+)`"), row.split("\\|", -1)[2]).forEach(one(named)));
    Set<String> checked = new TreeSet<>(Set.of("SomebodyLeads", "AllIsAccountedFor"));
    all(INVARIANT, ModelCheck.text("Tenure.cfg")).forEach(one(checked));

    promised.removeAll(Set.of("Alike", "Matters"));
    assertThat(checked).isEqualTo(promised);
    promised.remove("TypeOK");
    assertThat(named).isEqualTo(promised);
  }

  private static Consumer<MatchResult> one(Set<String> names) {
    return match -> names.add(match.group(1));
  }

  /** The rows of the tables below the heading, without their heads. */
  private static List<String> rows(String heading) throws IOException {
    String page = ModelCheck.text("README.md");
    String section = page.substring(page.indexOf(heading)).split("\n## ", 2)[0];
    List<String> rows =
        section
            .lines()
            .filter(line -> line.startsWith("|"))
            .filter(
                line ->
                    !line.matches("\\|[-|]+") && !line.matches("\\| (step|variable|promise) .*"))
            .collect(Collectors.toList());
    assertThat(rows).hasSizeGreaterThan(5);
    return rows;
  }

  private static String between(String text, String from, String to) {
    int begin = text.indexOf(from);
    assertThat(begin).as(from).isNotNegative();
    return text.substring(begin, text.indexOf(to, begin));
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file -> sources.put(file.getFileName().toString().replace(".java", ""), read(file)));
    }
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
