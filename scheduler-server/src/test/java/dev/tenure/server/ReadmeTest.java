package dev.tenure.server;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.schedule.Grids;
import dev.tenure.server.chaos.ChaosMain;
import dev.tenure.server.cli.TenureCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the documents say must be there: commands, settings, code, tests, pages. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^|\\./|bin/)tenure +([a-z]+)([^\\n]*)");
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--?[a-z][a-z-]*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern TEST_METHOD =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))\\.(\\w+)`");
  private static final Pattern TEST_CLASS =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))(?:\\.\\w+)?`");

  private static final Set<String> OF_THE_SOURCE_TREE = Set.of("test", "chaos", "soak", "bench");

  private final Map<String, String> helps = new HashMap<>();

  /** A piece of text that looks like code, and where it is. */
  private record Snippet(Path page, String language, String text) {}

  @Test
  void everyCommandThatIsNamedExistsWithItsOptions() {
    List<String> found = new ArrayList<>();
    for (Snippet snippet : code()) {
      for (MatchResult command : all(COMMAND, snippet.text())) {
        found.add(command.group(1));
        check(snippet, command.group(1), command.group(2).split(" -- ", 2)[0]);
      }
    }
    assertThat(found).contains("dev", "test", "elect", "check", "node", "status");
  }

  private void check(Snippet snippet, String command, String arguments) {
    if (OF_THE_SOURCE_TREE.contains(command)) {
      assertThat(read(ROOT.resolve("tenure"))).contains("\n  " + command + ")\n");
    }
    if (command.equals("test")) {
      return;
    }
    String help = helps.computeIfAbsent(command, ReadmeTest::help);
    assertThat(help).as("`tenure %s` in %s", command, snippet.page()).contains("Usage:");
    all(OPTION, arguments)
        .forEach(
            option ->
                assertThat(help)
                    .as("`tenure %s %s` in %s", command, option.group(), snippet.page())
                    .contains(option.group()));
  }

  /** What the command prints for {@code --help}; for an unknown command nothing. */
  private static String help(String command) {
    if (command.equals("chaos")) {
      return new CommandLine(new ChaosMain()).getUsageMessage();
    }
    if (command.equals("soak")) {
      return read(Path.of("src/test/java/dev/tenure/server/soak/SoakOptions.java"));
    }
    if (command.equals("bench")) {
      Path bench = ROOT.resolve("bench/src/main/java/dev/tenure/bench");
      return read(bench.resolve("BenchMain.java")) + read(bench.resolve("BenchOptions.java"));
    }
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      int exit = TenureCommand.execute(HttpFace::open, command, "--help");
      return exit == 0 ? printed.toString(StandardCharsets.UTF_8) : "";
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void everyPieceOfConfigurationLoads(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), "jobs {}");
    List<Snippet> pieces = blocks("hocon");
    assertThat(pieces).hasSizeGreaterThan(3);
    for (Snippet piece : pieces) {
      Path file = Files.writeString(folder.resolve("piece.conf"), piece.text());
      ConfigLoader.Result result =
          ConfigLoader.of(Map.of(), Map.of(), "localhost").loadAny(List.of(file));
      assertThat(result.problems()).as("%s: %s", piece.page(), piece.text()).isEmpty();
      Configuration configuration = result.orThrow();
      assertThat(Grids.problems(configuration.jobs(), configuration.calendars()))
          .as("%s", piece.page())
          .isEmpty();
    }
  }

  @Test
  void everyJavaExampleIsTakenFromASourceThatCompiles() throws IOException {
    List<String> sources;
    try (Stream<Path> files =
        Files.list(Path.of("src", "test", "java", "dev", "tenure", "server", "readme"))) {
      sources = files.map(ReadmeTest::read).toList();
    }
    // The manual of the example jobs shows fragments of them.
    List<Snippet> examples =
        blocks("java").stream()
            .filter(b -> !b.page().startsWith(ROOT.resolve("jobs-examples")))
            .toList();
    assertThat(examples).hasSize(3);
    for (Snippet example : examples) {
      assertThat(sources)
          .as("%s: %s", example.page(), example.text())
          .anyMatch(source -> source.endsWith(";\n\n" + example.text()));
    }
  }

  @Test
  void everyLinkLeadsSomewhere() {
    for (Path page : pages()) {
      for (MatchResult link : all(LINK, withoutBlocks(read(page)))) {
        String target = link.group(1);
        if (target.contains("://")) {
          continue;
        }
        Path there = target.isEmpty() ? page : page.resolveSibling(target).normalize();
        assertThat(there).as("link in %s", page).exists();
        if (link.group(2) != null) {
          assertThat(anchors(there)).as("link to %s in %s", there, page).contains(link.group(2));
        }
      }
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String module : List.of("scheduler-core", "scheduler-server", "jobs-examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> tests.put(file.getFileName().toString(), read(file)));
      }
    }
    for (Path page : pages()) {
      String text = read(page);
      all(TEST_CLASS, text)
          .forEach(name -> assertThat(tests).as("%s", page).containsKey(name.group(1) + ".java"));
      all(TEST_METHOD, text)
          .forEach(
              name ->
                  assertThat(tests.get(name.group(1) + ".java"))
                      .as("%s in %s", name.group(), page)
                      .contains("void " + name.group(2) + "("));
    }
  }

  /** The headings of a page, as GitHub links to them. */
  private static List<String> anchors(Path page) {
    return read(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ *", "").toLowerCase(Locale.ROOT))
        .map(line -> "#" + line.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Snippet> blocks(String language) {
    return code().stream().filter(snippet -> snippet.language().equals(language)).toList();
  }

  private static List<Snippet> code() {
    List<Snippet> found = new ArrayList<>();
    for (Path page : pages()) {
      String text = read(page);
      all(BLOCK, text).forEach(b -> found.add(new Snippet(page, b.group(1), b.group(2))));
      all(INLINE, withoutBlocks(text)).forEach(i -> found.add(new Snippet(page, "", i.group(1))));
    }
    return found;
  }

  private static String withoutBlocks(String text) {
    return BLOCK.matcher(text).replaceAll("");
  }

  private static List<Path> pages() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> root = Files.list(ROOT);
        Stream<Path> examples = Files.list(ROOT.resolve("jobs-examples"))) {
      List<Path> pages =
          Stream.of(docs, root, examples)
              .flatMap(all -> all)
              .filter(file -> file.toString().endsWith(".md"))
              .sorted()
              .toList();
      assertThat(pages.stream().map(Path::toString).collect(joining())).contains("README.md");
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
