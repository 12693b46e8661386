package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.ledger.JobState;
import dev.tenure.model.JobName;
import dev.tenure.server.http.ServedNodes.Served;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of every slow kind, many more than there are threads, at a node whose jobs run. */
final class SlowClientsOfANodeIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final JobName TICK = new JobName("tick");
  private static final int OF_EACH = 50;
  private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "GET /v1/status" + HOST + "X: ",
          "POST /v1/groups/default/jobs/tick/trigger"
              + HOST
              + "Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{",
          "GET /v1/events" + HOST + "\r\n");

  @TempDir private Path folder;
  private ServedNodes nodes;
  private Served served;
  private final List<RawClient> crowd = new ArrayList<>();

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    served =
        nodes.start(
            "node-1",
            "jobs.tick { class = \"dev.tenure.server.http.ServedNodes$Echo\", every = 100ms }",
            "http.limits { streams-per-client = 1000, request-timeout = 3s, answer-timeout = 3s }");
    nodes.leader();
    awaitRuns(3);
  }

  @AfterEach
  void close() {
    crowd.forEach(RawClient::close);
    nodes.close();
  }

  private JobState tick() {
    return served.node().group(ServedNodes.GROUP).orElseThrow().state(TICK);
  }

  private void awaitRuns(int more) {
    long before = tick().finished();
    await("jobs go on").atMost(ServedNodes.LONG).until(() -> tick().finished() >= before + more);
  }

  @Test
  void keepNoJobWaitingAndAreGoneInTheEnd() throws Exception {
    Household before = Household.now();
    for (int i = 0; i < OF_EACH; i++) {
      for (String beginning : BEGINNINGS) {
        RawClient one = new RawClient(served.server().port());
        crowd.add(one);
        one.send(beginning);
      }
    }
    awaitRuns(20);
    ApiClient api = new ApiClient(served.server());
    ApiClient.json(api.get("/v1/groups/default/jobs/tick"), 200);
    // Streams are short of nothing to read, and stay: they are ended by those who opened them.
    await("all who have not asked for a whole thing are dropped")
        .atMost(ServedNodes.LONG)
        .until(() -> served.server().connections() <= OF_EACH + 1);
    awaitRuns(3);
    assertThat(Household.now().threads()).isLessThanOrEqualTo(before.threads() + 32);

    crowd.forEach(RawClient::close);
    await("nothing is left behind")
        .atMost(ServedNodes.LONG)
        .until(() -> served.server().streams() == 0 && served.server().connections() <= 1);
  }
}
