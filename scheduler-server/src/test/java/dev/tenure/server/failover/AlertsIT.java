package dev.tenure.server.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.etcd.LocalEtcd;
import dev.tenure.json.JsonObject;
import dev.tenure.server.alert.Receiver;
import dev.tenure.server.cli.Launched;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node processes that tell a receiver of webhooks what happens, while they are killed. */
final class AlertsIT {

  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private String channel(Receiver receiver, String kinds) throws Exception {
    Files.writeString(folder.resolve("secret"), Receiver.SECRET + "\n");
    return """
        alerts.channels.ops {
          type = webhook, url = "%s", secret-file = secret, kinds = [%s]
          attempts = 100, back-off = 50ms, max-back-off = 500ms
        }
        """
        .formatted(receiver.url(), kinds);
  }

  private static String address(Launched node) {
    return node.awaitLine("listening on (127\\.0\\.0\\.1:\\d+)").group(1);
  }

  private static List<JsonObject> open(Launched node) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + address(node) + "/v1/alerts"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return JsonObject.parse(answer.body()).requiredObjects("alerts");
  }

  @Test
  void aJobThatFailsIsToldOfOnceAlsoWhenItsLeaderIsKilled() throws Exception {
    Path later = folder.resolve("later");
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Receiver receiver = new Receiver();
        Cluster cluster =
            Cluster.of(
                folder,
                etcd.endpoints(),
                "/alerts",
                Map.of("broken", "every = 500ms, data.file = \"%s\"".formatted(later.resolve("x"))),
                List.of(channel(receiver, "run-failed")))) {
      List<Launched> nodes = cluster.startInOrder("node-1", "node-2");
      Receiver.Hit first = receiver.awaits(1).get(0);
      assertThat(first.isGenuine()).isTrue();
      assertThat(first.json().text("event")).contains("opened");
      assertThat(first.json().text("alert")).contains("run-failed/default/broken");
      assertThat(first.json().text("node")).contains("node-1");
      assertThat(first.headers().get("idempotency-key"))
          .isEqualTo(first.json().requiredText("key"));

      nodes.get(0).signal("KILL");
      nodes.get(1).awaitLine(Cluster.READY);
      Instant taken = Instant.now();
      await("failures that the next leader has counted")
          .atMost(LONG)
          .until(
              () ->
                  open(nodes.get(1)).stream()
                      .anyMatch(
                          alert -> alert.requiredInstant("last").isAfter(taken.plusSeconds(3))));
      assertThat(receiver.hits()).hasSize(1);

      Launched test =
          Launched.tenure(folder, Map.of(), "alerts", "test", "--server", address(nodes.get(1)));
      assertThat(test.awaitExit()).as(test.output()).isZero();
      assertThat(receiver.hits()).hasSize(2);
      assertThat(receiver.hits().get(1).json().text("event")).contains("test");

      Files.createDirectories(later);
      Receiver.Hit last = receiver.awaits(3).get(2);
      assertThat(last.json().text("event")).contains("resolved");
      assertThat(last.json().text("node")).contains("node-2");
      Launched list =
          Launched.tenure(folder, Map.of(), "alerts", "--server", address(nodes.get(1)));
      assertThat(list.awaitExit()).isZero();
      // The slots of the gap may have been missed, which is another alert.
      assertThat(list.output()).doesNotContain("run-failed");
      cluster.drain();
      assertThat(receiver.hits()).hasSize(3);
    }
  }

  @Test
  void withoutEtcdEachNodeTellsThatNobodyLeadsUnderOneKey() throws Exception {
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
        Receiver receiver = new Receiver();
        Cluster cluster =
            Cluster.of(
                folder,
                etcd.endpoints(),
                "/alerts",
                Map.of(),
                List.of("alerts.no-leader-after = 1s", channel(receiver, "no-leader")))) {
      cluster.startInOrder("node-1", "node-2");
      etcd.stop(0);
      List<Receiver.Hit> opened = receiver.awaits(2);
      etcd.restart(0);
      List<Receiver.Hit> all = receiver.awaits(4);
      assertThat(opened)
          .extracting(hit -> hit.json().requiredText("node"))
          .containsExactlyInAnyOrder("node-1", "node-2");
      assertThat(all)
          .extracting(hit -> hit.json().requiredText("event"))
          .containsExactly("opened", "opened", "resolved", "resolved");
      assertThat(all.stream().map(hit -> hit.json().requiredText("key")).distinct()).hasSize(2);
      cluster.drain();
      assertThat(receiver.hits()).hasSize(4);
    }
  }
}
