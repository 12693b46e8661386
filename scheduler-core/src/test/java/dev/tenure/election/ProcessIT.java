package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.EtcdStore;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Candidates that are processes of their own, stopped and killed by the system. */
class ProcessIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @TempDir Path folder;

  private ElectionName name;
  private EtcdStore store;
  private Peer here;
  private Process there;
  private Path said;

  @BeforeEach
  void open() throws IOException {
    name = new ElectionName(etcd.freshRoot() + "process");
    store = etcd.open();
    here = Peer.open(etcd.settings(), name);
    said = folder.resolve("said");
    there =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ElectionProcess.class.getName(),
                etcd.etcd().endpoint(0),
                name.value())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    until(() -> said().contains("start"));
  }

  @AfterEach
  void close() {
    there.destroyForcibly();
    here.close();
    store.close();
  }

  @Test
  void aLeaderThatWasStoppedForLongerThanItsLeaseDoesNothingMore() throws Exception {
    here.enqueue("here");
    signal("STOP");
    until(here::leads);
    long written = writes();
    List<String> before = said();

    signal("CONT");

    // First of all it says that it lost, then it stands again, behind us.
    until(() -> here.names().equals(List.of("here", "there")));
    List<String> after = said().subList(before.size(), said().size());
    assertThat(after.stream().filter(line -> !line.startsWith("st")).findFirst().orElseThrow())
        .startsWith("ERROR");
    assertThat(after).doesNotContain("start").contains("stop");
    assertThat(writes()).as("fenced writes that went through after the end").isEqualTo(written);
  }

  @Test
  void aLeaderThatWasKilledIsFollowedWhenItsLeaseEnds() {
    here.enqueue("here");

    there.destroyForcibly();

    until(here::leads);
    assertThat(here.names()).containsExactly("here");
  }

  private void signal(String which) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + which, Long.toString(there.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private long writes() {
    return await(store.get(ElectionProcess.dataKey(name))).orElseThrow().modRevision();
  }

  private List<String> said() {
    try {
      return Files.readAllLines(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
