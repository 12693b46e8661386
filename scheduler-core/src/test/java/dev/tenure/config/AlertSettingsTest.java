package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.model.AlertKind;
import dev.tenure.time.Backoff;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertSettingsTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "open sesame");
  private static final String HOOK = "type = webhook, url = \"http://a/b\", secret = ${?SECRET}";
  private static final String MAIL = "type = email, host = m, from = \"a@b\", to = \"c@d,e@f\"";

  @TempDir private Path folder;

  private ConfigLoader.Result load(String node, String jobs) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), jobs);
    Path file = Files.writeString(folder.resolve("tenure.conf"), node);
    return ConfigLoader.of(ENVIRONMENT, Map.of(), "n").load(file);
  }

  private List<String> problems(String node, String jobs) throws IOException {
    return load(node, jobs).problems().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }

  private List<ChannelConfig> channels(String channels) throws IOException {
    return load("tenure.alerts.channels { " + channels + " }", "")
        .orThrow()
        .node()
        .alerts()
        .channels();
  }

  @Test
  void aWebhookTakesWhatItDoesNotSayFromDelivery() throws IOException {
    assertThat(channels("ops { " + HOOK + ", kinds = [no-leader], attempts = 3 }"))
        .containsExactly(
            new ChannelConfig.Webhook(
                "ops",
                Set.of(AlertKind.NO_LEADER),
                new ChannelConfig.Delivery(
                    Duration.ofSeconds(10),
                    3,
                    new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5))),
                URI.create("http://a/b"),
                new Secret("open sesame"),
                Optional.empty()));
  }

  @Test
  void mailGoesBySecuredConnectionsAtTheirUsualPort() throws IOException {
    List<ChannelConfig> read =
        channels(
            "a { "
                + MAIL
                + ", user = u, password = ${?SECRET} }, b { "
                + MAIL
                + ", security = tls, timeout = 1s }, c { "
                + MAIL
                + ", security = none, port = 2525, max-back-off = 2s }");
    assertThat(read)
        .extracting(channel -> ((ChannelConfig.Email) channel).server().port())
        .containsExactly(587, 465, 2525);
    ChannelConfig.Email first = (ChannelConfig.Email) read.get(0);
    assertThat(first.to()).containsExactly("c@d", "e@f");
    assertThat(first.from()).isEqualTo("a@b");
    assertThat(first.login()).contains(new ChannelConfig.Login("u", new Secret("open sesame")));
    assertThat(first.kinds()).containsExactlyInAnyOrder(AlertKind.values());
    assertThat(read.get(1).delivery().timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(read.get(2).delivery().backoff().max()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aSecretMayLieInAFile() throws IOException {
    Files.writeString(folder.resolve("secret"), "of a file\n");
    assertThat(channels("ops { type = webhook, url = \"https://a\", secret-file = secret }"))
        .extracting(channel -> ((ChannelConfig.Webhook) channel).secret().reveal())
        .containsExactly("of a file");
  }

  @Test
  void noSecretIsPrinted() throws IOException {
    Configuration read = load("tenure.alerts.channels { ops { " + HOOK + " } }", "").orThrow();
    assertThat(read.effective()).doesNotContain("sesame").contains("secret = ******");
    assertThat(read.node().toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "repeat-every = 1s | repeat-every: is 1s, out of range; allowed: 1m to 30d",
        "store.quota = much | store.quota: is \"much\", not a size; allowed: bytes, or a number with",
        "store.quota = 1KiB | store.quota: is 1KiB, out of range",
        "store.threshold = 0 | store.threshold: is 0; allowed: a part of the quota",
        "delivery.max-back-off = 10ms | delivery.max-back-off: is 10ms, less than back-off, 1s",
        "delivery.tries = 1 | delivery.tries: unknown key",
        "channels.a = 1 | channels.a: is not an object; allowed: a { … }",
        "channels.a { kinds = [] } | channels.a: has no type; allowed: webhook, email",
        "channels.a { type = fax } | channels.a.type: is \"fax\"; allowed: webhook, email",
        "channels.\"a b\" { type = fax } | channels.\"a b\": is no name of a channel",
        "channels.a { type = webhook, secret = ${?SECRET} } | channels.a: has no url",
        "channels.a { type = webhook, url = \"http://a\" } | channels.a: has no secret",
        "channels.a { type = webhook, url = \"http://a\", secret = x } | channels.a.secret: is"
            + " written in clear; allowed: secret = ${?SOME_VARIABLE}, or secret-file",
        "channels.a { type = webhook, url = \"http://a\", secret-file = no } |"
            + " channels.a.secret-file: names ",
        "channels.a { type = webhook, url = \"ftp://a\", secret = ${?SECRET} } | channels.a.url: is"
            + " not the URL of a receiver; allowed: http://host/path",
        "channels.a { type = webhook, url = \"http://u:p@a\", secret = ${?SECRET} } |"
            + " channels.a.url: holds a user",
        "channels.a { type = webhook, url = \"http://a\", secret = ${?SECRET}, kinds = [fire] } |"
            + " channels.a.kinds: is \"fire\"; allowed: run-failed, slot-missed",
        "channels.a { type = email, from = \"a@b\", to = \"c@d\" } | channels.a: has no host",
        "channels.a { type = email, host = m, from = \"a\", to = \"c@d\" } | channels.a.from: is"
            + " \"a\", not an address",
        "channels.a { type = email, host = m, from = \"a@b\" } | channels.a: has no to",
        "channels.a { type = email, host = m, from = \"a@b\", to = \"c@d\", ca = no } |"
            + " channels.a.ca: names ",
        "channels.a { type = email, host = m, from = \"a@b\", to = \"c@d\", user = u } |"
            + " channels.a.user: has no password",
        "channels.a { type = email, host = m, from = \"a@b\", to = \"c@d\", user = u, password ="
            + " ${?SECRET}, security = none } | channels.a.security: is none, and the password",
        "channels.a { type = email, host = m, from = \"a@b\", to = \"c@d\", url = x } |"
            + " channels.a.url: unknown key",
      })
  void whatIsWrongIsReportedAtItsLine(String setting, String problem) throws IOException {
    assertThat(problems("tenure.alerts {\n" + setting + " }", ""))
        .as(setting)
        .anySatisfy(
            line -> assertThat(line).startsWith("tenure.conf:2: tenure.alerts." + problem.strip()));
  }

  @Test
  void aJobMayNameOnlyChannelsThatAreThere() throws IOException {
    String node = "tenure.alerts.channels { ops { " + HOOK + " } }";
    String jobs = "jobs.a { class = b, every = 1s\n alerts { channels = [ops] } }\n";
    assertThat(problems(node, jobs)).isEmpty();
    assertThat(problems(node, jobs.replace("[ops]", "[\"ops\", oops]")))
        .containsExactly(
            "jobs.conf:2: jobs.a.alerts.channels: names \"oops\", which is no channel of this"
                + " node; allowed: ops");
    assertThat(
            problems(
                "tenure.jobs.defaults.alerts.channels = [ops]", "jobs.a { class = b, every = 1s }"))
        .containsExactly(
            "tenure.conf:1: tenure.jobs.defaults.alerts.channels: names \"ops\", which is no"
                + " channel of this node; allowed: none; tenure.alerts.channels has no channel");
  }
}
