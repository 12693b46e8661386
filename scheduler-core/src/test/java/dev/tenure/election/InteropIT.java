package dev.tenure.election;

import static dev.tenure.election.Peer.await;
import static dev.tenure.election.Peer.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.EtcdExtension;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.election.CampaignResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One queue for {@code etcdctl elect}, jetcd's election client and ours. */
class InteropIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();
  private ElectionName name;
  private Peer ours;

  @BeforeEach
  void open() {
    name = new ElectionName(etcd.freshRoot() + "interop");
    ours = Peer.open(etcd.settings(), name);
  }

  @AfterEach
  void close() throws Exception {
    for (Process process : processes) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    ours.close();
  }

  @Test
  void etcdctlWaitsBehindUsAndLeadsWhenWeResign() throws IOException {
    ours.lead("ours");
    Path said = etcdctl("elect", name.value(), "theirs");
    until(() -> ours.names().equals(List.of("ours", "theirs")));
    assertThat(said).isEmptyFile();

    await(ours.election.resign());

    until(() -> lines(said).size() == 2);
    assertThat(lines(said).get(0)).startsWith(name.prefix());
    assertThat(lines(said).get(1)).isEqualTo("theirs");
  }

  @Test
  void weWaitBehindEtcdctlAndLeadWhenItIsInterrupted() throws IOException {
    Path said = etcdctl("elect", name.value(), "theirs");
    until(() -> lines(said).size() == 2);
    ours.enqueue("ours");
    assertThat(ours.names()).containsExactly("theirs", "ours");
    assertThat(ours.leads()).isFalse();
    List<String> seen = new CopyOnWriteArrayList<>();
    ours.election.observe(
        o -> {
          if (o instanceof Observation.Leader leader) {
            seen.add(leader.value().utf8());
          }
        });

    interrupt(processes.get(0));

    until(ours::leads);
    until(() -> seen.equals(List.of("theirs", "ours")));
    assertThat(ours.names()).containsExactly("ours");
  }

  @Test
  void etcdctlSeesWhatWeProclaim() throws IOException {
    Path seen = etcdctl("elect", "-l", name.value());
    ours.lead("first word");
    until(() -> lines(seen).contains("first word"));

    await(ours.election.proclaim("second word"));
    until(() -> lines(seen).contains("second word"));
    await(ours.election.proclaim("third word"));
    until(() -> lines(seen).contains("third word"));

    String key = ours.leadership().orElseThrow().key();
    assertThat(lines(seen))
        .containsExactly(key, "first word", key, "second word", key, "third word");
  }

  @Test
  void jetcdsClientAndOursStandInOneQueue() {
    try (Client client = Client.builder().endpoints(etcd.etcd().endpoint(0)).build();
        Peer last = Peer.open(etcd.settings(), name)) {
      long lease = await(client.getLeaseClient().grant(20)).getID();
      ours.lead("ours");
      CompletableFuture<CampaignResponse> theirs =
          client.getElectionClient().campaign(bytes(name.value()), lease, bytes("theirs"));
      until(() -> ours.names().size() == 2);
      last.enqueue("last");
      assertThat(ours.names()).containsExactly("ours", "theirs", "last");
      assertThat(theirs).isNotDone();

      await(ours.election.resign());
      CampaignResponse won = await(theirs);
      assertThat(last.leads()).isFalse();
      assertThat(await(client.getElectionClient().leader(bytes(name.value()))).getKv().getValue())
          .isEqualTo(bytes("theirs"));
      await(client.getElectionClient().resign(won.getLeader()));

      until(last::leads);
      assertThat(await(client.getElectionClient().leader(bytes(name.value()))).getKv().getValue())
          .isEqualTo(bytes("last"));
      await(client.getLeaseClient().revoke(lease));
    }
  }

  @Test
  void foreignValuesMayBeAnyBytes() {
    try (Client client = Client.builder().endpoints(etcd.etcd().endpoint(0)).build()) {
      byte[] noText = {(byte) 0xff, 0, (byte) 0xc3};
      long lease = await(client.getLeaseClient().grant(20)).getID();
      await(
          client
              .getElectionClient()
              .campaign(bytes(name.value()), lease, ByteSequence.from(noText)));

      Observation leader = await(ours.election.leader());

      assertThat(((Observation.Leader) leader).value().toArray()).isEqualTo(noText);
      ours.enqueue("ours");
      await(client.getLeaseClient().revoke(lease));
      until(ours::leads);
    }
  }

  private Path etcdctl(String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "etcdctl", ".out");
    List<String> command =
        new ArrayList<>(List.of("etcdctl", "--endpoints", etcd.etcd().endpoint(0)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("etcdctl.err").toFile());
    builder.environment().put("ETCDCTL_API", "3");
    processes.add(builder.start());
    return out;
  }

  /** As typed at the terminal: it resigns. */
  private static void interrupt(Process process) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
