package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {

  @TempDir Path folder;

  @Test
  void thePropertyBeatsTheVariableBeatsTheFile() throws IOException {
    Map<String, String> environment =
        Map.of(
            "CONFIG_FORCE_tenure_session_ttl", "7s",
            "CONFIG_FORCE_tenure_runs_batch__size", "9",
            "CONFIG_FORCE_tenure_groups", "a,b");
    Map<String, String> properties = Map.of("tenure.session.ttl", "8s", "tenure.home", "/opt");
    NodeConfig node =
        load(
                ConfigLoader.of(environment, properties, "x"),
                "tenure { session { ttl = 6s, margin = 1s }, runs.batch-size = 2, jobs.files = [] }")
            .orThrow()
            .node();

    assertThat(node.session().ttl()).isEqualTo(Duration.ofSeconds(8));
    assertThat(node.session().margin()).isEqualTo(Duration.ofSeconds(1));
    assertThat(node.runs().batchSize()).isEqualTo(9);
    assertThat(node.groups()).containsExactly(new GroupName("a"), new GroupName("b"));
  }

  @Test
  void aWrongOverrideIsBlamedOnItsVariable() throws IOException {
    ConfigLoader.Result result =
        load(
            ConfigLoader.of(
                Map.of("CONFIG_FORCE_tenure_runs_threads", "many"),
                Map.of("tenure.runs.thread", "3"),
                "x"),
            "tenure.jobs.files = []");

    assertThat(result.problems())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "environment variable CONFIG_FORCE_tenure_runs_threads: tenure.runs.threads: is"
                + " \"many\", not a whole number; allowed: a whole number, 1 to 10000",
            "system property tenure.runs.thread: tenure.runs.thread: unknown key, did you mean"
                + " \"threads\"?; allowed: batch-size, catch-up-rate, interrupt-grace, logs,"
                + " on-hand-over, threads, timeout-grace");
  }

  @Test
  void theNodeIsNamedByTheFileThenHostnameThenTheMachine() throws IOException {
    ConfigLoader withHostname = ConfigLoader.of(Map.of("HOSTNAME", "h"), Map.of(), "machine");
    ConfigLoader without = ConfigLoader.of(Map.of(), Map.of(), "machine");
    String none = "tenure.jobs.files = []";

    assertThat(load(withHostname, none + "\ntenure.node.name = n").orThrow().node().name())
        .isEqualTo(new NodeName("n"));
    assertThat(load(withHostname, none).orThrow().node().name()).isEqualTo(new NodeName("h"));
    assertThat(load(without, none).orThrow().node().name()).isEqualTo(new NodeName("machine"));
  }

  @Test
  void aPasswordComesFromAVariableAndIsNeverShown() throws IOException {
    ConfigLoader loader = ConfigLoader.of(Map.of("ETCD_PASSWORD", "sesame"), Map.of(), "x");
    Configuration configuration =
        load(
                loader,
                """
                tenure { etcd { user = u, password = ${?ETCD_PASSWORD} }, jobs.files = [] }
                jobs.a { class = a.B, every = 1s, data { api-key = sesame, url = x, l = [{ token = sesame }] } }
                """)
            .orThrow();

    assertThat(configuration.node().etcd().credentials().orElseThrow().password().reveal())
        .isEqualTo("sesame");
    assertThat(configuration.toString())
        .doesNotContain("Secret[")
        .doesNotContain("password=sesame");
    assertThat(configuration.node().toString()).doesNotContain("sesame");
    assertThat(configuration.effective())
        .doesNotContain("sesame")
        .contains(
            "tenure.etcd.password = ******  # environment variable ETCD_PASSWORD\n",
            "tenure.session.ttl = \"5s\"  # reference.conf:",
            "jobs.a.data.url = \"x\"  # " + folder.resolve("tenure.conf") + ":2\n");
  }

  @Test
  void aPasswordInClearIsRefused() throws IOException {
    assertThat(
            load(
                    ConfigLoader.of(Map.of(), Map.of(), "x"),
                    "tenure { etcd { user = u, password = sesame }, jobs.files = [] }")
                .problems())
        .singleElement()
        .asString()
        .contains("tenure.etcd.password: is written in clear")
        .doesNotContain("sesame");
  }

  @Test
  void aFolderOfJobFilesIsReadInTheOrderOfNames() throws IOException {
    Path jobs = Files.createDirectory(folder.resolve("jobs.d"));
    Files.writeString(jobs.resolve("20.conf"), "jobs.b { class = a.B, every = 1s }");
    Files.writeString(jobs.resolve("10.conf"), "jobs.a { class = a.B, every = 1s }");
    Files.writeString(jobs.resolve("30.txt"), "not read");
    Configuration configuration =
        load(ConfigLoader.of(Map.of(), Map.of(), "x"), "tenure.jobs.files = [jobs.d]").orThrow();

    assertThat(configuration.jobs())
        .extracting(job -> job.name().value())
        .containsExactly("a", "b");
    assertThat(configuration.node().jobs().files())
        .containsExactly(jobs.resolve("10.conf"), jobs.resolve("20.conf"));
  }

  @Test
  void anyFilesFindTheNodeFileAmongThem() throws IOException {
    Path node =
        Files.writeString(folder.resolve("n.conf"), "tenure { node.name = n, jobs.files = [] }");
    Path jobs = Files.writeString(folder.resolve("j.conf"), "jobs.a { class = a.B, every = 1s }");
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "x").loadAny(List.of(jobs, node)).orThrow();

    assertThat(configuration.node().name()).isEqualTo(new NodeName("n"));
    assertThat(configuration.jobs()).hasSize(1);
  }

  @Test
  void withoutANodeFileTheDefaultsHold() {
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "x").load(Optional.empty(), List.of()).orThrow();

    assertThat(configuration.jobs()).isEmpty();
    assertThat(configuration.node().name()).isEqualTo(new NodeName("x"));
  }

  private ConfigLoader.Result load(ConfigLoader loader, String text) throws IOException {
    return loader.load(Files.writeString(folder.resolve("tenure.conf"), text));
  }
}
