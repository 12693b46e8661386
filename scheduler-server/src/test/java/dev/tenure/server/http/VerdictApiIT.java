package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.json.JsonObject;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The verdict of the checker over the interface. */
final class VerdictApiIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final String VERDICT = "/v1/groups/default/verdict";
  private static final String JOBS =
      "jobs.tick { class = \"%s\", every = 200ms }".formatted(ServedNodes.Echo.class.getName());

  @TempDir private Path folder;
  private ServedNodes nodes;
  private ApiClient api;

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    nodes.start("node-1", JOBS);
    api = new ApiClient(nodes.leader().server());
    await("some runs")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/runs?job=tick&group=default").body().contains("SUCCEEDED"));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private JsonObject judged() {
    return await("the verdict")
        .atMost(ServedNodes.LONG)
        .until(
            () -> json(api.get(VERDICT), 200),
            judging -> !judging.requiredText("state").equals("RUNNING"));
  }

  @Test
  void theLedgerIsJudgedInTheBackground() throws Exception {
    assertThat(json(api.get(VERDICT), 200).requiredText("state")).isEqualTo("NONE");
    JsonObject begun = json(api.post(VERDICT, ""), 202);
    assertThat(begun.requiredText("state")).isIn("RUNNING", "DONE");
    JsonObject verdict = judged().requiredObject("verdict");
    assertThat(verdict.requiredNumber("missed")).isZero();
    assertThat(verdict.requiredNumber("doubled")).isZero();
    assertThat(verdict.requiredNumber("unaccounted")).isZero();
    assertThat(verdict.requiredNumber("jobs")).isEqualTo(1);
    assertThat(verdict.requiredText("leader")).isEqualTo("node-1");
  }

  @Test
  void aWindowBoundsIt() throws Exception {
    Instant past = Instant.now().minusSeconds(86_400);
    json(
        api.post(VERDICT, "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(past, past.plusSeconds(60))),
        202);
    JsonObject judging = judged();
    assertThat(judging.requiredInstant("to")).isBefore(Instant.now().minusSeconds(3_600));
    assertThat(judging.requiredObject("verdict").requiredNumber("slots")).isZero();

    problem(api.post(VERDICT, "{\"from\":\"yesterday\"}"), 400, "bad-request");
    problem(api.post(VERDICT, "{\"from\":5}"), 400, "bad-request");
    problem(api.post(VERDICT, "{\"since\":\"2026-01-01T00:00:00Z\"}"), 400, "bad-request");
    problem(api.post(VERDICT, "{\"from\":\"2020-01-01T00:00:00Z\"}"), 400, "bad-request");
    problem(
        api.post(VERDICT, "{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}"),
        400,
        "bad-request");
    problem(api.post("/v1/groups/other/verdict", ""), 404, "no-such-group");
  }
}
