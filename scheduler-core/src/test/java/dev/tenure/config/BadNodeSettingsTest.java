package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadNodeSettingsTest {

  private static final ConfigLoader LOADER = ConfigLoader.of(Map.of(), Map.of(), "node-1");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "node.name = \"a b\"     | tenure.node.name: node \"a b\" is not a name",
        "node = 3                | tenure.node: is not an object; allowed: node { … }",
        "etcd.endpoints = []     | tenure.etcd.endpoints: is empty; allowed: http://host:port",
        "etcd.endpoints = null   | tenure.etcd.endpoints: is empty; allowed: http://host:port",
        "etcd.endpoints = [\"http://a:1\", \"a:2\"] | tenure.etcd.endpoints[1]: is \"a:2\", not the"
            + " URL of an etcd member; allowed: http://host:port",
        "etcd.endpoints = \"http://a:1,https://b:2\" | tenure.etcd.endpoints: mixes http and https",
        "etcd.endpoints = \"http://u:p@a:1\" | tenure.etcd.endpoints: holds a user",
        "etcd.root = \"/tenure/\"| tenure.etcd.root: is \"/tenure/\", not a key prefix; allowed:",
        "etcd.user = u           | tenure.etcd.user: has no password; allowed: password-file,",
        "etcd { user = u, password-file = nowhere } | tenure.etcd.password-file: names ",
        "etcd.tls.ca = nowhere   | tenure.etcd.tls: is set, but the endpoints are http; allowed:",
        "etcd.call-timeout = 2h  | tenure.etcd.call-timeout: is 2h, out of range; allowed: 100ms to"
            + " 1m",
        "groups = []             | tenure.groups: is empty; allowed: at least one group",
        "groups = [a, a]         | tenure.groups: names group \"a\" twice; allowed: each group once",
        "groups = [a, \"b/c\"]   | tenure.groups[1]: group \"b/c\" is not a name",
        "session.ttl = 1s        | tenure.session.ttl: is 1s, out of range; allowed: 2s to 10m",
        "session.ttl = 2500ms    | tenure.session.ttl: is 2500ms; allowed: whole seconds",
        "session { ttl = 2s, margin = 1s } | tenure.session.margin: is 1s, too much for a ttl of"
            + " 2s; allowed: less than half of session.ttl",
        "session.retry { first = 9s, max = 8s } | tenure.session.retry.max: is 8s, less than first,"
            + " 9s; allowed: not less than first",
        "runs.threads = 0        | tenure.runs.threads: is 0, out of range; allowed: a whole number,"
            + " 1 to 10000",
        "runs.threads = [1]      | tenure.runs.threads: is a list [ ]; allowed: a whole number",
        "runs.logs.max-bytes = 1KiB | tenure.runs.logs.max-bytes: is 1KiB, out of range; allowed:"
            + " 1 MiB to 1024 GiB",
        "runs.logs.max-bytes-per-run = much | tenure.runs.logs.max-bytes-per-run: is \"much\", not a"
            + " size; allowed: bytes, or a number with a unit, such as 256 KiB",
        "http.bind = \"127.0.0.1\" | tenure.http.bind: \"127.0.0.1\" has no port; allowed:",
        "http.bind = \"::1:7070\" | tenure.http.bind: \"::1:7070\" needs brackets; allowed:",
        "http.bind = \"[::]:1\"  | tenure.http.bind: is [::]:1, reachable from other machines",
        "http.bind = \"localhost:70000\" | tenure.http.bind: port 70000 is not in 0 to 65535",
        "http.advertise = \"0.0.0.0:1\" | tenure.http.advertise: stands for every address; allowed:",
        "http.allow-remote-without-authentication = perhaps |"
            + " tenure.http.allow-remote-without-authentication: is \"perhaps\", not a boolean",
        "api.tokens-file = nowhere | tenure.api.tokens-file: there is no file ",
        "api.allowed-classes = [\"a b\"] | tenure.api.allowed-classes: \"a b\" names no classes;"
            + " allowed: com.acme.Report, com.acme.*",
        "api.audit.age = 1s      | tenure.api.audit.age: is 1s, out of range; allowed: 1h to 3650d",
        "jobs.defaults.time-zone = Mars | tenure.jobs.defaults.time-zone: is \"Mars\", not a time"
            + " zone; allowed: a region such as Europe/Berlin, or UTC",
        "jobs.defaults.catch-up = all | tenure.jobs.defaults.catch-up: is not an object; allowed:",
        "jobs.defaults.retry.jitter = 1.5 | tenure.jobs.defaults.retry.jitter: is 1.5, out of range;"
            + " allowed: a number, 0 to 1",
        "jobs.defaults.retry { back-off = 2s, max-back-off = 1s } |"
            + " tenure.jobs.defaults.retry.max-back-off: is 1s, less than back-off, 2s; allowed: not"
            + " less than back-off",
        "jobs.defaults.dst.gap = jump | tenure.jobs.defaults.dst.gap: is \"jump\"; allowed: vixie,"
            + " skip, shift",
        "jobs.defaults.dst = skip | tenure.jobs.defaults.dst: is not an object; allowed: dst { … }",
        "jobs.version = -1       | tenure.jobs.version: is -1, out of range; allowed: a whole number,",
        "leaders.spread = true   | tenure.leaders.spread: is not an object; allowed: spread { … }",
        "shutdown { grace = 1, x = 2 } | tenure.shutdown.x: unknown key; allowed: grace",
      })
  void isReportedAtItsLine(String setting, String problem) throws IOException {
    assertThat(problems("tenure.jobs.files = []\ntenure { " + setting + " }"))
        .anySatisfy(line -> assertThat(line).startsWith("tenure.conf:2: " + problem));
  }

  @Test
  void aKeyOfTheWrongFormTellsHowToConvertIt() throws IOException {
    Files.writeString(folder.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----");
    Files.writeString(folder.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----");

    assertThat(
            problems(
                """
                tenure {
                  jobs.files = []
                  etcd.endpoints = "https://a:1"
                  etcd.tls { cert = cert.pem, key = key.pem }
                }
                """))
        .singleElement()
        .asString()
        .startsWith("tenure.conf:4: tenure.etcd.tls.key: names ")
        .endsWith("allowed: convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.pem -out NEW.pem");
  }

  @Test
  void withTokensAnotherAddressNeedsEncryptionOrAWaiver() throws IOException {
    Files.writeString(folder.resolve("tokens.conf"), "tokens {}");
    String node =
        """
        tenure {
          jobs.files = []
          api.tokens-file = tokens.conf
          http { bind = "0.0.0.0:7070", %s }
        }
        """;

    assertThat(problems(node.formatted("")))
        .singleElement()
        .asString()
        .startsWith("tenure.conf:4: tenure.http.bind: is 0.0.0.0:7070, reachable from other")
        .contains("tokens would cross the network in clear", "tenure.http.tls")
        .endsWith("tenure.http.allow-remote-without-tls = true");
    assertThat(problems(node.formatted("allow-remote-without-tls = true"))).isEmpty();
    assertThat(problems(node.formatted("allow-remote-without-authentication = true"))).isEmpty();
    Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----");
    Files.writeString(folder.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----");
    assertThat(problems(node.formatted("tls { cert = cert.pem, key = key.pem }")))
        .noneMatch(line -> line.contains("tenure.http.bind"));
  }

  @Test
  void encryptionAloneOpensNoAddress() throws IOException {
    Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----");
    Files.writeString(folder.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----");
    String node =
        """
        tenure {
          jobs.files = []
          http { bind = "0.0.0.0:7070", tls { cert = cert.pem, key = key.pem }, %s }
        }
        """;

    for (String waiver : List.of("", "allow-remote-without-tls = true")) {
      assertThat(problems(node.formatted(waiver)))
          .filteredOn(line -> line.contains("tenure.http.bind"))
          .singleElement()
          .asString()
          .contains("nobody needs a token");
    }
  }

  @Test
  void problemsOfTheTokensAreReportedWithAllOthers() throws IOException {
    Files.writeString(folder.resolve("tokens.conf"), "tokens {\n  ci { role = boss, hash = x }\n}");

    assertThat(problems("tenure {\n jobs.files = []\n api.tokens-file = tokens.conf\n x = 1 }"))
        .extracting(line -> line.replaceAll("; allowed.*", ""))
        .containsExactly(
            "tenure.conf:4: tenure.x: unknown key",
            "tokens.conf:2: tokens.ci.hash: is not the hash of a token",
            "tokens.conf:2: tokens.ci.role: is \"boss\"");
  }

  @Test
  void addressesKnowWhetherTheyAreLocal() {
    assertThat(List.of("127.0.0.1:1", "localhost:1", "[::1]:1", "127.8.9.1:0"))
        .allMatch(text -> HostPort.parse(text).isLoopback())
        .allMatch(text -> HostPort.parse(text).toString().equals(text));
    assertThat(List.of("10.0.0.1:1", "127.0.0.1.example:1", "[::]:1", "0.0.0.0:1"))
        .noneMatch(text -> HostPort.parse(text).isLoopback());
  }

  @Test
  void aWildcardIsAdvertisedByTheNodesName() throws IOException {
    Path file =
        write(
            """
            tenure {
              jobs.files = []
              http { bind = "0.0.0.0:7070", allow-remote-without-authentication = true }
            }
            """);

    assertThat(LOADER.load(file).orThrow().node().http().advertise()).hasToString("node-1:7070");
  }

  private List<String> problems(String text) throws IOException {
    String prefix = folder.toAbsolutePath() + "/";
    return LOADER.load(write(text)).problems().stream()
        .map(ConfigProblem::toString)
        .map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
        .toList();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("tenure.conf"), text);
  }
}
