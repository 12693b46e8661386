package dev.tenure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.model.GroupName;
import dev.tenure.node.Embedding;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.server.cli.NodeFace;
import dev.tenure.testing.EtcdExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** The metrics of a real node on a real etcd. */
final class MetricsIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration LONG = Duration.ofSeconds(90);

  private final HttpClient client = HttpClient.newHttpClient();

  /** Ends well. */
  public static final class Good implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  /** Fails. */
  public static final class Bad implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      throw new JobExecutionException("on purpose");
    }
  }

  private HttpResponse<String> get(int port, String path, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aRunAFailureAndTheLeaderAreShownInBothFormats(@TempDir Path folder) throws Exception {
    Configuration configuration = configuration(folder);
    View view = new View();
    try (NodeFace.Open face = HttpFace.open(configuration.node(), view)) {
      int port = face.port();
      assertThat(get(port, "/metrics", "*/*").body())
          .contains("tenure_etcd_reachable 0.0")
          .contains(
              "tenure_http_requests_total{method=\"GET\",route=\"/v1/status\",status=\"2xx\"} 0");
      Embedding embedding =
          Embedding.of(configuration)
              .at("127.0.0.1:" + port)
              .withJobClasses(MetricsIT.class.getClassLoader());
      try (TenureNode node = TenureNode.start(configuration, face.joining(embedding))) {
        view.node = Optional.of(node);
        await("both jobs have run")
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(get(port, "/metrics", "").body())
                        .containsPattern(runs("good", "SUCCEEDED") + "[1-9]")
                        .containsPattern(runs("bad", "FAILED") + "[1-9]"));
        get(port, "/v1/status", "*/*");
        get(port, "/nonsense", "*/*");
        HttpResponse<String> plain = get(port, "/metrics", "text/plain");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("text/plain; version=0.0.4");
        assertThat(plain.body())
            .contains("tenure_leader{group=\"default\"} 1.0")
            .contains("tenure_group_state{group=\"default\",tenure_group_state=\"LEADER\"} 1")
            .contains("tenure_etcd_reachable 1.0")
            .contains("tenure_jobs{group=\"default\"} 2.0")
            .contains("tenure_runs_total{group=\"default\",job=\"good\",state=\"FAILED\"} 0.0")
            .containsPattern("tenure_leader_term\\{group=\"default\"} [1-9]")
            .containsPattern("tenure_session_remaining_seconds\\{group=\"default\"} [0-9.]*[1-9]")
            .containsPattern(
                "tenure_run_lateness_seconds_count\\{group=\"default\",job=\"good\"} [1-9]")
            .containsPattern(
                "tenure_run_duration_seconds_count\\{group=\"default\",job=\"bad\"} [1-9]")
            .containsPattern(
                "tenure_job_last_success_timestamp_seconds\\{group=\"default\",job=\"good\"} [1-9]")
            .doesNotContain(
                "tenure_job_last_success_timestamp_seconds{group=\"default\",job=\"bad\"}")
            .containsPattern(
                "tenure_etcd_request_duration_seconds_count\\{operation=\"commit\",outcome=\"ok\"} [1-9]")
            .contains(
                "tenure_http_requests_total{method=\"GET\",route=\"other\",status=\"4xx\"} 1.0")
            .contains("jvm_memory_used_bytes");
        HttpResponse<String> open = get(port, "/metrics", "application/openmetrics-text");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(open.body())
            .contains("# TYPE tenure_group_state stateset")
            .contains("# TYPE tenure_build info")
            .endsWith("# EOF\n");
      }
    }
  }

  private static String runs(String job, String state) {
    return "tenure_runs_total\\{group=\"default\",job=\"" + job + "\",state=\"" + state + "\"} ";
  }

  private static Configuration configuration(Path folder) throws Exception {
    Files.writeString(
        folder.resolve("jobs.conf"),
        """
        jobs {
          good { class = "%s", every = 200ms }
          bad { class = "%s", every = 200ms }
        }
        """
            .formatted(Good.class.getName(), Bad.class.getName()));
    Path file =
        Files.writeString(
            folder.resolve("tenure.conf"),
            """
            tenure {
              node.name = node-1
              etcd { endpoints = ["%s"], root = "%s" }
              http.bind = "127.0.0.1:0"
              jobs.files = ["jobs.conf"]
            }
            """
                .formatted(etcd.etcd().endpoints().get(0), etcd.freshRoot().replaceAll("/$", "")));
    return ConfigLoader.of(Map.of(), Map.of(), "localhost").load(file).orThrow();
  }

  private static final class View implements NodeFace.View {
    private volatile Optional<TenureNode> node = Optional.empty();

    @Override
    public Optional<TenureNode> node() {
      return node;
    }

    @Override
    public Optional<NodeStatus> status() {
      return node.map(TenureNode::status);
    }

    @Override
    public boolean draining() {
      return false;
    }

    @Override
    public boolean ready() {
      return node.isPresent();
    }

    @Override
    public boolean leads(GroupName group) {
      return node.flatMap(one -> one.leads(group)).orElse(false);
    }
  }
}
