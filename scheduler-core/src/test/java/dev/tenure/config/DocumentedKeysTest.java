package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual, the files that we ship and {@code reference.conf} say the same. */
class DocumentedKeysTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MANUAL = ROOT.resolve("docs/configuration.md");
  private static final Path REFERENCE = Path.of("src/main/resources/reference.conf");

  @TempDir Path folder;

  @Test
  void everyNodeKeyIsInTheManualWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    rows("\\| `(tenure\\.[^`]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|")
        .forEach(row -> documented.put(row.group(1), row.group(2).replaceAll("^`|`$|\"", "")));
    Map<String, String> expected = new TreeMap<>();
    // Without an environment, so that what it may override has its default.
    Config reference = Reference.parse().resolve(ConfigResolveOptions.noSystem());
    leaves("tenure", reference.getConfig("tenure").withoutPath("node").root(), expected);
    expected.put("tenure.node.name", "HOSTNAME` of the environment, else the machine's name");

    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void everyJobKeyIsInTheManual() throws IOException {
    Path file =
        Files.writeString(folder.resolve("jobs.conf"), "jobs.a { class = b, every = 1s, x = 1 }");
    List<ConfigProblem> problems =
        ConfigLoader.of(Map.of(), Map.of(), "x").load(Optional.empty(), List.of(file)).problems();
    List<String> documented =
        rows("\\| `([a-z-]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|").stream()
            .map(row -> row.group(1))
            .toList();

    assertThat(problems).hasSize(1);
    assertThat(documented).containsExactlyInAnyOrder(problems.get(0).allowed().split(", "));
  }

  @Test
  void everyDefaultHasAComment() throws IOException {
    List<String> lines = Files.readAllLines(REFERENCE);
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String before = lines.get(i - 1).strip();
      boolean setting = line.contains(" = ") && !line.startsWith("#");
      boolean pair = line.startsWith("key = ") && before.startsWith("cert = ");
      assertThat(!setting || pair || before.startsWith("#")).as("comment of: %s", line).isTrue();
    }
  }

  @Test
  void theShippedFilesHaveNoProblem() {
    Configuration configuration =
        ConfigLoader.of(Map.of("HOSTNAME", "h"), Map.of(), "x")
            .load(ROOT.resolve("conf/tenure.conf"))
            .orThrow();

    assertThat(configuration.jobs()).hasSizeGreaterThan(5);
    assertThat(configuration.node().jobs().files()).containsExactly(ROOT.resolve("conf/jobs.conf"));
    assertThat(configuration.node().plugins().dir()).isEqualTo(ROOT.resolve("plugins"));
    assertThat(configuration.jobs())
        .filteredOn(job -> job.name().value().equals("ping"))
        .extracting(job -> job.data().values().get("url"))
        .containsExactly("http://127.0.0.1:2379/health");
  }

  private static List<MatchResult> rows(String pattern) throws IOException {
    return Pattern.compile("(?m)^" + pattern + "$")
        .matcher(Files.readString(MANUAL))
        .results()
        .toList();
  }

  private static void leaves(String path, ConfigObject object, Map<String, String> found) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String key = path + "." + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject child) {
        leaves(key, child, found);
      } else if (entry.getValue().valueType() == ConfigValueType.NULL) {
        found.put(key, "not set");
      } else {
        String rendered = entry.getValue().render(ConfigRenderOptions.concise());
        found.put(key, rendered.replace("\"", ""));
      }
    }
  }
}
