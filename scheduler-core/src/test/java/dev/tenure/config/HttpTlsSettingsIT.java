package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the certificate of the interface is told like any other setting. */
final class HttpTlsSettingsIT {

  private static final ConfigLoader LOADER = ConfigLoader.of(Map.of(), Map.of(), "node-1");

  @TempDir private Path folder;
  private Certificates ours;

  @BeforeEach
  void certificates() {
    ours = Certificates.authority(folder, "our-ca").sign("node", "IP:127.0.0.1");
    ours.sign("other", "IP:127.0.0.1").signFor("past", "20200101000000Z", "20200102000000Z");
  }

  private ConfigLoader.Result load(String tls) throws IOException {
    return LOADER.load(
        Files.writeString(
            folder.resolve("tenure.conf"),
            "tenure.jobs.files = []\ntenure.http.tls { " + tls + " }\n"));
  }

  private List<String> problems(String tls) throws IOException {
    String prefix = folder.toAbsolutePath() + "/";
    return load(tls).problems().stream().map(p -> p.toString().replace(prefix, "")).toList();
  }

  @Test
  void aGoodPairIsTakenAndTellsItsScheme() throws Exception {
    HttpConfig http = load("cert = node.pem, key = node.key").orThrow().node().http();
    assertThat(http.tls())
        .contains(
            new HttpConfig.Tls(
                ours.certificate("node"),
                ours.key("node"),
                Optional.empty(),
                new CertificatesConfig(Duration.ofSeconds(10), Duration.ofDays(21))));
    assertThat(http.address(1)).isEqualTo("https://127.0.0.1:7070");
  }

  @Test
  void aPairThatHasRunOutDoesNotKeepTheJobsFromRunning() throws Exception {
    assertThat(problems("cert = past.pem, key = past.key")).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsSaidWithItsPlaceAndWhatIsAllowed() throws Exception {
    assertThat(problems("cert = node.pem"))
        .containsExactly(
            "tenure.conf:2: tenure.http.tls.cert: stands alone; allowed: cert and key together");
    assertThat(problems("cert = node.pem, key = nowhere.pem"))
        .containsExactly(
            "tenure.conf:2: tenure.http.tls.key: names nowhere.pem, which cannot be read; allowed:"
                + " a readable PEM file");
    assertThat(problems("cert = node.pem, key = other.key"))
        .containsExactly(
            "tenure.conf:2: tenure.http.tls.key: names other.key, which does not belong to the"
                + " certificate node.pem; allowed: the key that the certificate was asked for with"
                + " is needed");
    assertThat(problems("cert = other.key, key = node.key"))
        .singleElement()
        .asString()
        .startsWith("tenure.conf:2: tenure.http.tls.cert: names other.key, which holds no");
    assertThat(problems("cert = node.pem, key = other.pem"))
        .singleElement()
        .asString()
        .startsWith("tenure.conf:2: tenure.http.tls.key: names other.pem, which is not a PKCS#8")
        .endsWith("openssl pkcs8 -topk8 -nocrypt -in OLD.pem -out NEW.pem");
    assertThat(problems("cert = node.pem, key = node.key, authority = x"))
        .singleElement()
        .asString()
        .contains("unknown key");
  }

  @Test
  void theAuthoritiesOfOtherNodesAreNamedBesideAPair() throws Exception {
    assertThat(
            load("cert = node.pem, key = node.key, ca = our-ca.pem")
                .orThrow()
                .node()
                .http()
                .tls()
                .flatMap(HttpConfig.Tls::ca))
        .contains(ours.ca());
    assertThat(problems("ca = our-ca.pem"))
        .containsExactly(
            "tenure.conf:2: tenure.http.tls.ca: stands alone; allowed: ca beside cert and key");
    assertThat(problems("cert = node.pem, key = node.key, ca = nowhere.pem"))
        .containsExactly(
            "tenure.conf:2: tenure.http.tls.ca: names nowhere.pem, which cannot be read; allowed: a"
                + " readable PEM file");
    assertThat(problems("cert = node.pem, key = node.key, ca = node.key"))
        .singleElement()
        .asString()
        .startsWith("tenure.conf:2: tenure.http.tls.ca: names node.key, which holds no");
  }

  @Test
  void limitsAreHeldToTheirRanges() throws Exception {
    assertThat(
            LOADER
                .load(
                    Files.writeString(
                        folder.resolve("tenure.conf"),
                        """
                        tenure.jobs.files = []
                        tenure.http.limits { requests = 0, request-timeout = 1ms }
                        tenure.certificates.check-every = 1d
                        """))
                .problems())
        .extracting(ConfigProblem::toString)
        .anySatisfy(p -> assertThat(p).contains("requests: is 0, out of range"))
        .anySatisfy(p -> assertThat(p).contains("request-timeout: is 1ms, out of range"))
        .anySatisfy(p -> assertThat(p).contains("check-every: is 1d, out of range"));
  }
}
