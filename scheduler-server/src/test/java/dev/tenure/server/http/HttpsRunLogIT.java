package dev.tenure.server.http;

import static dev.tenure.server.http.ApiClient.json;
import static dev.tenure.server.http.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.http.ServedNodes.Talker;
import dev.tenure.testing.Certificates;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.tls.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of runs, which the node that is asked fetches by https from the one that has them. */
final class HttpsRunLogIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final String JOBS =
      "jobs { talk { class = \"%s\", at = \"2099-01-01T00:00:00Z\" } }"
          .formatted(Talker.class.getName());

  @TempDir private Path folder;
  private Certificates ours;
  private Certificates foreign;
  private Path trusted;
  private ServedNodes nodes;
  private ApiClient api;

  @BeforeEach
  void certificates() {
    ours = Certificates.authority(folder, "our-ca").sign("node", "IP:127.0.0.1");
    foreign = Certificates.authority(folder, "foreign-ca");
    trusted = folder.resolve("trusted.pem");
    nodes = new ServedNodes(etcd, folder);
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private void trust(Path authority) throws IOException {
    Files.copy(authority, trusted, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Two nodes with these further settings of https; the one that does not lead is asked. */
  private void cluster(String more) throws Exception {
    String tls = "http.tls { cert = node.pem, key = node.key" + more + " }";
    nodes.start("node-1", JOBS, tls);
    nodes.leader();
    nodes.start("node-2", JOBS, tls);
    api = new ApiClient(nodes.follower().server(), TrustedAuthorities.read(ours.ca()).alone());
    await("the job is known")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get("/v1/jobs").body().contains("\"total\":1"));
  }

  private String run() throws Exception {
    return "/v1/runs/"
        + json(api.post("/v1/groups/default/jobs/talk/trigger", "{}"), 202).requiredText("run")
        + "/log";
  }

  private void awaitLog(String log) {
    await("the whole log")
        .atMost(ServedNodes.LONG)
        .until(() -> api.get(log).body().contains("falls silent"));
  }

  @Test
  void anAuthorityThatIsNamedIsTrustedAsSoonAsItStandsInTheFile() throws Exception {
    trust(foreign.ca());
    cluster(", ca = trusted.pem");
    String log = run();
    refused(log);
    trust(ours.ca());
    awaitLog(log);
    // Half a file changes nothing.
    Files.writeString(trusted, "-----BEGIN CERTIFICATE-----");
    awaitLog(log);
  }

  @Test
  void withoutOneItIsSaidWhatIsMissing() throws Exception {
    cluster("");
    refused(run());
  }

  private void refused(String log) {
    await("the log is out of reach")
        .atMost(ServedNodes.LONG)
        .untilAsserted(
            () ->
                assertThat(problem(api.get(log), 503, "log-out-of-reach").requiredText("detail"))
                    .contains("with a certificate that is trusted here")
                    .contains("tenure.http.tls.ca"));
  }
}
