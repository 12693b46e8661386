package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.etcd.EtcdSettings.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:2379", "ftp://host:2379", "http://", "http://h/v3", "not a url", ""})
  void whatIsNoClientUrlIsQuoted(String endpoint) {
    assertThatThrownBy(() -> EtcdSettings.of(List.of(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + endpoint + "\" is not of the form http://host:2379");
  }

  @Test
  void atLeastOneEndpointIsNeeded() {
    assertThatThrownBy(() -> EtcdSettings.of(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void plainAndEncryptedDoNotMix() {
    assertThatThrownBy(() -> EtcdSettings.of(List.of("http://a:2379", "https://b:2379")))
        .hasMessageContaining("mix http and https");
    EtcdSettings plain = EtcdSettings.of(List.of("http://a:2379"));
    assertThatThrownBy(() -> plain.withTls(new Tls(Path.of("ca.pem"), null, null)))
        .hasMessageContaining("plain http");
  }

  @Test
  void aCertificateNeedsItsKey() {
    assertThatThrownBy(() -> new Tls(null, Path.of("c.pem"), null))
        .hasMessageContaining("only the certificate is set");
    assertThatThrownBy(() -> new Tls(null, null, Path.of("k.pem")))
        .hasMessageContaining("only the key is set");
  }

  @Test
  void timeoutsArePositive() {
    EtcdSettings settings = EtcdSettings.of(List.of("http://a:2379"));
    assertThatThrownBy(() -> settings.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("call timeout must be positive");
  }

  @Test
  void thePasswordIsNeverPrinted() {
    EtcdSettings settings =
        EtcdSettings.of(List.of("http://a:2379")).withCredentials("me", "secret");

    assertThat(settings.toString()).contains("me").doesNotContain("secret");
  }

  @Test
  void theTargetHoldsEveryMemberOnceWithItsPort() {
    EtcdSettings settings =
        EtcdSettings.of(List.of("http://a", "http://b:1", "http://b:1/", "http://[::1]:2379"));

    assertThat(EtcdChannel.target(settings)).isEqualTo("ip:///a:2379,b:1,%5B%3A%3A1%5D:2379");
  }
}
