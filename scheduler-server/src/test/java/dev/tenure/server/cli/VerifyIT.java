package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.node.Embedding;
import dev.tenure.node.TenureNode;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import picocli.CommandLine;

/** {@code tenure verify} on a real etcd: what it prints, and its exit codes. */
final class VerifyIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final GroupName GROUP = new GroupName("default");

  @TempDir private Path folder;
  private Path file;
  private KeyLayout layout;

  /** Does nothing. */
  public static final class Nothing implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void configuration() throws IOException {
    layout = new KeyLayout(etcd.freshRoot().replaceAll("/$", ""));
    file = nodeFile(etcd.etcd().endpoints().get(0));
    Files.writeString(
        folder.resolve("jobs.conf"),
        "jobs.tick { class = \"%s\", every = 100ms }".formatted(Nothing.class.getName()));
  }

  private Path nodeFile(String endpoint) throws IOException {
    return Files.writeString(
        folder.resolve("tenure.conf"),
        """
        tenure {
          node.name = node-1
          etcd { endpoints = ["%s"], root = "%s", start-timeout = 2s }
          session { ttl = 2s, margin = 200ms }
          http.bind = "127.0.0.1:7000"
          jobs.files = ["jobs.conf"]
        }
        """
            .formatted(endpoint, layout.root()));
  }

  @Test
  void aGoodLedgerIsGoodAndABadOneIsNot() {
    try (TenureNode node = node()) {
      await("some runs")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  node.group(GROUP)
                      .filter(group -> group.state(new JobName("tick")).finished() > 20)
                      .isPresent());
      Printed good = run();
      assertThat(good.out())
          .startsWith("group default: missed 0, doubled 0, unaccounted 0 over ")
          .contains(" slots of 1 jobs since ")
          .contains("led by node node-1");
      assertThat(good.code()).isZero();
    }
    String entry = layout.journal(GROUP) + "9000000000000000000-0000000001";
    put(entry, "gone mad");
    Printed bad = run();
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out())
        .startsWith("group default: missed 0, doubled 0, unaccounted ")
        .contains("nobody leads")
        .contains("C7 unreadable")
        .contains(entry)
        .contains("unreadable: somebody else wrote the key.");

    Printed json = run("-o", "json", "--group", "default");
    assertThat(json.code()).isEqualTo(1);
    JsonObject group =
        JsonObject.parse(json.out()).requiredObject("groups").requiredObject("default");
    // Meanwhile slots may be overdue, too: nobody leads.
    assertThat(group.requiredNumber("unaccounted")).isPositive();
    assertThat(group.requiredObjects("findings"))
        .extracting(finding -> finding.requiredText("what"))
        .contains("unreadable");
  }

  @Test
  void whatCannotBeAskedIsAnotherExitCode() throws IOException {
    assertThat(run("--group", "nobody").code()).isEqualTo(2);
    assertThat(run("--from", "yesterday").code()).isEqualTo(2);
    assertThat(run("--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z").code())
        .isEqualTo(2);
    nodeFile("http://127.0.0.1:1");
    Printed away = run();
    assertThat(away.code()).isEqualTo(3);
    assertThat(away.err()).startsWith("error: etcd at ");
  }

  @Test
  void whereNothingIsNothingIsCalledGood() {
    Printed empty = run();
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.out()).contains("over 0 slots of 0 jobs").contains("nobody leads");
    assertThat(empty.err())
        .startsWith("error: nothing could be verified of [default] below " + layout.root() + ":")
        .contains("tenure.etcd.root");
  }

  private TenureNode node() {
    Instant begun = Instant.now();
    var configuration = ConfigLoader.system().load(file).orThrow();
    return TenureNode.start(
        configuration,
        Embedding.of(configuration)
            .withJobClasses(VerifyIT.class.getClassLoader())
            .reading(configuration, file, begun, () -> ConfigLoader.system().load(file)));
  }

  private void put(String key, String value) {
    try (Store store = etcd.open()) {
      Commit.Write write = new Commit.Put(key, Bytes.utf8(value), LeaseId.NONE);
      assertThat(store.commit(new Commit(List.of(), List.of(write))).toCompletableFuture().join())
          .isNotNull();
    }
  }

  private Printed run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        TenureCommand.commandLine(
            (configuration, view) -> {
              throw new UnsupportedOperationException("no node is shown here");
            });
    int code =
        line.setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                Stream.concat(
                        Stream.of("verify", "--config", file.toString()), Stream.of(arguments))
                    .toArray(String[]::new));
    return new Printed(code, out.toString(), err.toString());
  }
}
