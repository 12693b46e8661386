package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are nested so deeply that whoever descends into them has no stack left. */
class NestingTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a", "{\"a\":", "x.", "[{a=["})
  void whatIsNestedTooDeeplyIsNamedByItsLine(String level) throws IOException {
    String text = "jobs {\n  tags = " + level.repeat(20_000);

    assertThat(problems(text))
        .containsExactly("jobs.conf:2: is nested too deeply; allowed: at most 100 levels");
  }

  @Test
  void bracketsInStringsAndCommentsAreNoLevels() throws IOException {
    String brackets = "[{.".repeat(200);
    String text =
        "# %s\n// %s\njobs.a { class = a.B, every = 1s, data { x = \"%s\", y = \"\"\"%s\n\"\"\" } }"
            .formatted(brackets, brackets, brackets, brackets);

    assertThat(problems(text)).isEmpty();
    assertThat(Nesting.tooDeepAt(text + "\n" + "[".repeat(101)).getAsInt()).isEqualTo(5);
  }

  @Test
  void anIncludedFileThatIsNestedTooDeeplyIsAProblem() throws IOException {
    Files.writeString(folder.resolve("deep.conf"), "x = " + "[".repeat(50_000));

    assertThat(problems("include \"deep.conf\"\njobs {}"))
        .containsExactly(
            "jobs.conf: includes a file that is nested too deeply; allowed: at most 100 levels");
  }

  @Test
  void substitutionsThatPutOneThingIntoTheOtherAreAProblem() throws IOException {
    String chain =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "x" + i + " = { a = ${vars.x" + (i + 1) + "} }")
            .collect(Collectors.joining("\n"));

    assertThat(problems("vars {\n" + chain + "\nx3000 = 1\n}\njobs {}"))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("jobs.conf"));
  }

  @Test
  void aProblemOfSomethingThatSeveralPlacesMakeUpHasAPlace() throws IOException {
    assertThat(problems("calendars.c.weekly = 1\njobs.tick = null\njobs { tick = ${?no} x }"))
        .isNotEmpty()
        .allMatch(problem -> problem.matches("jobs\\.conf:\\d+: .*"));
  }

  private List<String> problems(String jobs) throws IOException {
    Path file = Files.writeString(folder.resolve("jobs.conf"), jobs);
    return ConfigLoader.of(Map.of(), Map.of(), "node-1")
        .load(Optional.empty(), List.of(file))
        .problems()
        .stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }
}
