package dev.tenure.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.Role;
import dev.tenure.json.JsonObject;
import dev.tenure.server.http.ServedNodes;
import dev.tenure.server.http.TestTokens;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands on nodes that ask for tokens. */
final class TokensCliIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final String JOBS =
      "jobs.echo { class = \"%s\", every = 1h }".formatted(ServedNodes.Echo.class.getName());

  @TempDir private Path folder;
  private final TestTokens tokens = new TestTokens();
  private ServedNodes nodes;

  private static final Duration LONG = Duration.ofSeconds(60);

  private record Printed(int code, String out, String err) {}

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.withTokens(tokens.file(), "shell = false");
    nodes.start("node-1", JOBS);
    nodes.leader();
    await("the job").atMost(LONG).until(() -> run(Role.VIEWER, "jobs").out().contains("echo"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private String server() {
    return "127.0.0.1:" + nodes.leader().server().port();
  }

  private Path tokenFile(Role role) throws IOException {
    return Files.writeString(folder.resolve(role.word()), tokens.secret(role) + "\n");
  }

  private Printed run(Role role, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--token-file", tokenFile(role).toString()));
    return run(all);
  }

  private Printed run(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--server", server()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        TenureCommand.commandLine(
                (node, view) -> {
                  throw new IllegalStateException("no node is started here");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Printed(code, out.toString(), err.toString());
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() throws IOException {
    Printed without = run(List.of("status"));
    assertThat(without.code()).isEqualTo(ExitCode.DENIED);
    assertThat(without.err()).contains("error: ").contains("hint: ").contains("--token-file");

    Path wrong = Files.writeString(folder.resolve("wrong"), "tenure_wrong");
    Printed unknown = run(List.of("status", "--token-file", wrong.toString()));
    assertThat(unknown.code()).isEqualTo(ExitCode.DENIED);
    assertThat(unknown.err()).contains("does not know that token").doesNotContain("tenure_wrong");

    Printed low = run(Role.VIEWER, "pause", "echo");
    assertThat(low.code()).isEqualTo(ExitCode.DENIED);
    assertThat(low.err()).contains("role operator").contains("role viewer");
    assertThat(run(List.of("status", "--token-file", folder + "/nowhere")).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void commandsDoWhatTheirTokenAllowsAndTheTrailTells() throws IOException {
    assertThat(run(Role.VIEWER, "status").code()).isZero();
    assertThat(run(Role.OPERATOR, "pause", "echo").code()).isZero();
    assertThat(run(Role.OPERATOR, "resume", "echo").code()).isZero();
    assertThat(run(Role.OPERATOR, "trigger", "echo", "--wait").code()).isZero();
    assertThat(run(Role.VIEWER, "watch", "--count", "1").code()).isZero();

    assertThat(run(Role.OPERATOR, "audit").code()).isEqualTo(ExitCode.DENIED);
    Printed trail = run(Role.ADMIN, "audit", "--job", "default/echo", "--who", "operator");
    assertThat(trail.code()).as(trail.err()).isZero();
    assertThat(trail.out()).contains("trigger").contains("resume").contains("pause");
    JsonObject json =
        JsonObject.parse(run(Role.ADMIN, "audit", "--what", "pause", "-o", "json").out());
    assertThat(json.requiredObjects("entries")).hasSize(1);
  }

  @Test
  void aTokenComesFromTheEnvironmentToo() throws Exception {
    Map<String, String> direct = Map.of("TENURE_TOKEN", tokens.secret(Role.VIEWER));
    try (Launched tenure = Launched.tenure(folder, direct, "status", "--server", server())) {
      assertThat(tenure.awaitExit()).as(tenure.output()).isZero();
    }
    Map<String, String> named = Map.of("TENURE_TOKEN_FILE", tokenFile(Role.VIEWER).toString());
    try (Launched tenure = Launched.tenure(folder, named, "status", "--server", server())) {
      assertThat(tenure.awaitExit()).as(tenure.output()).isZero();
    }
    try (Launched tenure = Launched.tenure(folder, Map.of(), "status", "--server", server())) {
      assertThat(tenure.awaitExit()).isEqualTo(ExitCode.DENIED);
    }
  }
}
