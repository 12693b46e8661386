package dev.tenure.server.http;

import dev.tenure.config.HttpConfig;
import dev.tenure.tls.PemException;
import dev.tenure.tls.TrustedAuthorities;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this node connects to others. By https it trusts the authorities that its settings name,
 * beside those of the JVM; a file that has changed counts from the next question on. Thread-safe.
 */
final class PeerClient {

  private static final Logger log = LoggerFactory.getLogger(PeerClient.class);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Optional<Path> authorities;
  private @Nullable Trusting trusting;

  /** A client, and whom it trusts beside the authorities of the JVM. */
  private record Trusting(List<X509Certificate> authorities, HttpClient client) {}

  private PeerClient(Optional<Path> authorities) {
    this.authorities = authorities;
  }

  /** For a node with such an interface: its peers have the like of it. */
  static PeerClient of(HttpConfig http) {
    return new PeerClient(http.tls().flatMap(HttpConfig.Tls::ca));
  }

  /** Trusts the authorities of the JVM, and nobody else. */
  static PeerClient plain() {
    return new PeerClient(Optional.empty());
  }

  /** The client for the next question; reads a small file, and makes no connection. */
  synchronized HttpClient now() {
    Trusting present = trusting;
    try {
      Optional<TrustedAuthorities> read = read();
      List<X509Certificate> certificates =
          read.map(TrustedAuthorities::certificates).orElse(List.of());
      if (present == null || !present.authorities().equals(certificates)) {
        present = new Trusting(certificates, client(read));
      }
    } catch (PemException e) {
      log.warn(
          "tenure.http.tls.ca: {}; whom other nodes are trusted by stays as it was",
          e.getMessage());
      if (present == null) {
        present = new Trusting(List.of(), client(Optional.empty()));
      }
    }
    trusting = present;
    return present.client();
  }

  private Optional<TrustedAuthorities> read() throws PemException {
    return authorities.isPresent()
        ? Optional.of(TrustedAuthorities.read(authorities.get()))
        : Optional.empty();
  }

  private static HttpClient client(Optional<TrustedAuthorities> trusted) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    trusted.map(TrustedAuthorities::besideThoseOfTheJvm).ifPresent(builder::sslContext);
    return builder.build();
  }
}
