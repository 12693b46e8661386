package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.SecretsConfig;
import dev.tenure.model.NodeName;
import dev.tenure.model.SecretReference.OfEnvironment;
import dev.tenure.model.SecretReference.OfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @TempDir Path folder;
  private Path dir;
  private Secrets secrets;

  @BeforeEach
  void secrets() throws IOException {
    dir = Files.createDirectory(folder.resolve("secrets"));
    secrets =
        new Secrets(
            new SecretsConfig(Optional.of(dir), "TENURE_SECRET_"),
            new NodeName("node-1"),
            Map.of("TENURE_SECRET_TOKEN", "abc", "TENURE_SECRET_EMPTY", "", "HOME", "/root"));
  }

  @Test
  void aFileIsReadAnewEachTime() throws Exception {
    Files.createDirectory(dir.resolve("db"));
    Files.writeString(dir.resolve("db/password"), "open sesame\n");
    assertThat(secrets.reveal(new OfFile("db/password"))).isEqualTo("open sesame");
    Files.writeString(dir.resolve("db/password"), "other");
    assertThat(secrets.reveal(new OfFile("db/password"))).isEqualTo("other");
  }

  @Test
  void linksInsideTheFolderAreFollowedAndOthersRefused() throws Exception {
    Files.createDirectory(dir.resolve("..data"));
    Files.writeString(dir.resolve("..data/password"), "inside");
    Files.createSymbolicLink(dir.resolve("password"), Path.of("..data/password"));
    assertThat(secrets.reveal(new OfFile("password"))).isEqualTo("inside");
    Path outside = Files.writeString(folder.resolve("outside"), "nobody's business");
    Files.createSymbolicLink(dir.resolve("escape"), outside);
    assertThatThrownBy(() -> secrets.reveal(new OfFile("escape")))
        .hasMessageContaining("secret file \"escape\", which leads out of the folder " + dir)
        .hasMessageContaining("on node node-1")
        .hasMessageNotContaining("business");
  }

  @Test
  void whatCannotBeReadIsNamedAndNotShown() throws Exception {
    Files.write(dir.resolve("bytes"), new byte[] {'x', (byte) 0xff});
    Files.writeString(dir.resolve("blank"), " \n");
    Files.writeString(dir.resolve("long"), "y".repeat(70_000));
    assertThatThrownBy(() -> secrets.reveal(new OfFile("nothing")))
        .hasMessageContaining("does not exist in " + dir);
    assertThatThrownBy(() -> secrets.reveal(new OfFile("bytes"))).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> secrets.reveal(new OfFile("blank"))).hasMessageContaining("is empty");
    assertThatThrownBy(() -> secrets.reveal(new OfFile("long")))
        .hasMessageContaining("is longer than 65536 bytes")
        .hasMessageNotContaining("yy");
    Files.createDirectory(dir.resolve("sub"));
    assertThatThrownBy(() -> secrets.reveal(new OfFile("sub"))).hasMessageContaining("is no file");
  }

  @Test
  void onlyVariablesOfThePrefixAreRead() throws Exception {
    assertThat(secrets.reveal(new OfEnvironment("TENURE_SECRET_TOKEN"))).isEqualTo("abc");
    assertThatThrownBy(() -> secrets.reveal(new OfEnvironment("HOME")))
        .hasMessageContaining("names that begin with TENURE_SECRET_")
        .hasMessageNotContaining("/root");
    assertThatThrownBy(() -> secrets.reveal(new OfEnvironment("TENURE_SECRET_EMPTY")))
        .hasMessageContaining("is not set on node node-1");
    assertThat(secrets.toString()).doesNotContain("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "",
        ".hidden",
        "a/..",
        "..",
        "a\\b",
        "a b"
      })
  void noPathLeadsOutOfTheFolder(String name) {
    assertThatThrownBy(() -> new OfFile(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCheckNamesReferencesThatCannotWork() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("tenure.conf"),
            """
            tenure { jobs.files = [], plugins.dir = "." }
            jobs.a {
              class = "%s", every = 1h
              data {
                good { secret { env = TENURE_SECRET_A } }
                alien { secret { env = HOME } }
                nodir { secret { file = x } }
                both { secret { file = x, env = TENURE_SECRET_B } }
                out { secret { file = "../x" } }
                beside { secret { env = TENURE_SECRET_C }, user = me }
                deep { list = [{ secret { word = hunter2 } }] }
              }
            }
            """
                .formatted(RecordingJob.class.getName()));
    ConfigLoader.Result read = ConfigLoader.of(Map.of(), Map.of(), "n").load(file);
    List<String> malformed = read.problems().stream().map(Object::toString).toList();
    assertThat(malformed)
        .hasSize(4)
        .anySatisfy(p -> assertThat(p).contains("conf:8: jobs.a.data.both: a reference to a"))
        .anySatisfy(p -> assertThat(p).contains("conf:9: jobs.a.data.out: the file of a secret"))
        .anySatisfy(p -> assertThat(p).contains("jobs.a.data.beside: a reference to a secret"))
        .anySatisfy(p -> assertThat(p).contains("jobs.a.data.deep: a reference to a secret"))
        .allSatisfy(p -> assertThat(p).doesNotContain("hunter2"));
  }

  @Test
  void aCheckKnowsWhatTheNodeMayRead() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("tenure.conf"),
            """
            tenure { jobs.files = [], plugins.dir = "." }
            jobs.a {
              class = "%s", every = 1h
              data {
                good { secret { env = TENURE_SECRET_A } }
                alien { secret { env = HOME } }
                nodir { secret { file = x } }
              }
            }
            """
                .formatted(RecordingJob.class.getName()));
    ConfigLoader.Result checked =
        ConfigCheck.check(ConfigLoader.of(Map.of(), Map.of(), "n").load(file));
    assertThat(checked.problems().stream().map(Object::toString))
        .anySatisfy(p -> assertThat(p).contains("conf:6: jobs.a.data.alien: refers to a secret"))
        .anySatisfy(p -> assertThat(p).contains("tenure.secrets.dir is not set"))
        .noneSatisfy(p -> assertThat(p).contains("data.good"));
  }

  @Test
  void theSettingsThatAreShownNameTheReference() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("tenure.conf"),
            """
            tenure.jobs.files = []
            jobs.a {
              class = x, every = 1h
              data { password { secret { env = TENURE_SECRET_A } }, token = hunter2 }
            }
            """);
    String effective = ConfigLoader.of(Map.of(), Map.of(), "n").load(file).orThrow().effective();
    assertThat(effective)
        .contains("jobs.a.data.password = {\"secret\":{\"env\":\"TENURE_SECRET_A\"}}")
        .contains("jobs.a.data.token = ******");
  }
}
