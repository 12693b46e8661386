package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.etcd.LocalEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenure elect} as a user of etcd who has rights in one election only. */
final class ElectAuthIT {

  @TempDir private static Path folder;
  private static LocalEtcd etcd;
  private final List<Launched> launched = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    etcd = LocalEtcd.start(LocalEtcd.Options.single().withExtraArgs(List.of("--bcrypt-cost", "4")));
    Files.writeString(folder.resolve("password"), "secret\n");
    etcdctl("user", "add", "root:secret");
    etcdctl("role", "add", "root");
    etcdctl("user", "grant-role", "root", "root");
    user("candidate", "readwrite");
    user("listener", "read");
    etcdctl("auth", "enable");
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @AfterEach
  void end() {
    launched.forEach(Launched::close);
  }

  @Test
  void rightsInTheElectionSuffice() throws Exception {
    Launched listener = elect("listener", "team/main", "--listen");
    listener.awaitLine("leader none");
    Launched one = elect("candidate", "team/main", "id1");
    one.awaitLine("state LEADER");
    listener.awaitLine("leader id1 ");
    one.signal("TERM");
    assertThat(one.awaitExit()).isZero();
  }

  @Test
  void anotherElectionIsRefusedAtTheStart() throws Exception {
    Launched one = elect("candidate", "team/mainly", "id1");
    assertThat(one.awaitExit()).isEqualTo(1);
    assertThat(one.output()).contains("error: etcd at ").contains("permission denied");
  }

  private Launched elect(String user, String election, String... more) {
    Launched process =
        Launched.tenure(
            folder,
            Map.of("TENURE_ENDPOINTS", etcd.endpoint(0)),
            Stream.concat(
                    Stream.of("elect", election, "--user", user, "--password-file", "password"),
                    Stream.of(more))
                .toArray(String[]::new));
    launched.add(process);
    return process;
  }

  private static void user(String name, String right) throws IOException, InterruptedException {
    etcdctl("user", "add", name + ":secret");
    etcdctl("role", "add", name);
    etcdctl("role", "grant-permission", "--prefix=true", name, right, "team/main/");
    etcdctl("user", "grant-role", name, name);
  }

  private static void etcdctl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints", etcd.endpoint(0)));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ETCDCTL_API", "3");
    Path output = folder.resolve("etcdctl.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
  }
}
