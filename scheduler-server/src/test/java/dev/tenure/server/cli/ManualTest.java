package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual pages: one for each command, of one text. */
final class ManualTest {

  @TempDir private Path folder;

  private static CommandLine tenure() {
    return TenureCommand.commandLine(ManualTest::noNode);
  }

  private static NodeFace.Open noNode(Object http, Object view) {
    throw new IllegalStateException("no node is started here");
  }

  private static String help(String... command) {
    StringWriter out = new StringWriter();
    CommandLine tenure = tenure().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    String[] words = Stream.concat(Stream.of("help"), Stream.of(command)).toArray(String[]::new);
    assertThat(tenure.execute(words)).as(out.toString()).isZero();
    return out.toString();
  }

  private Map<String, String> pages() throws IOException {
    TenureCommand.writeManual(ManualTest::noNode, folder, "1.2.3");
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(
          Collectors.toMap(file -> file.getFileName().toString(), ManualTest::read));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachCommandHasAPageWithAllOfItsOptions() throws IOException {
    Map<String, String> pages = pages();
    Map<String, CommandLine> commands = tenure().getSubcommands();
    assertThat(pages).containsKey("tenure.1").doesNotContainKey("tenure-warm-up.1");
    assertThat(pages).hasSize(commands.size());
    commands.forEach(
        (name, command) -> {
          if (command.getCommandSpec().usageMessage().hidden()) {
            return;
          }
          String page = pages.get("tenure-" + name + ".1");
          assertThat(page)
              .as(name)
              .startsWith(".TH \"TENURE\\-")
              .contains("\"Tenure 1.2.3\"", ".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"OPTIONS\"")
              .contains(".SH \"EXIT STATUS\"", ".SH \"SEE ALSO\"", "tenure(1)")
              .doesNotContain("${")
              .doesNotContain("%n");
          String help = help(name);
          assertThat(help).as(name).contains("tenure-" + name + " - ").doesNotContain("${");
          command.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .forEach(
                  option -> {
                    assertThat(help).as(name).contains(option.longestName());
                    assertThat(page).as(name).contains(option.longestName().replace("-", "\\-"));
                  });
        });
  }

  @Test
  void helpIsOfTheSameWords() throws IOException {
    assertThat(help()).contains("COMMANDS", "tenure-jobs(1)", "EXIT STATUS");
    String page = pages().get("tenure-trigger.1");
    String words =
        page.replaceAll("(?m)^\\.(TH|nh|ad|nf|fi|TP).*$", "")
            .replaceAll("(?m)^\\.SH \"(.*)\"$", "$1")
            .replaceAll("\\\\f[BR]", "")
            .replace("\\-", "-")
            .replaceAll("\\s+", " ")
            .strip();
    assertThat(help("trigger").replace("`", "").replaceAll("\\s+", " ").strip()).isEqualTo(words);
    StringWriter err = new StringWriter();
    assertThat(tenure().setErr(new PrintWriter(err)).execute("help", "nothing"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("nothing", "trigger");
  }

  @Test
  void theFormatterHasNothingToSay() throws Exception {
    Optional<Path> groff =
        Stream.of("/usr/bin/groff", "/usr/local/bin/groff")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(groff.isPresent(), "there is no groff");
    for (String page : pages().keySet()) {
      Process process =
          new ProcessBuilder(
                  List.of(
                      groff.get().toString(),
                      "-man",
                      "-ww",
                      "-Tutf8",
                      folder.resolve(page).toString()))
              .redirectOutput(folder.resolve("formatted").toFile())
              .redirectError(folder.resolve("complaints").toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(folder.resolve("complaints")).as(page).hasContent("");
      assertThat(Files.readString(folder.resolve("formatted")))
          .as(page)
          .contains(page.replace(".1", " - "));
    }
  }
}
