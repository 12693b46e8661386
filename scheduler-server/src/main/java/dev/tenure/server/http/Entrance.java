package dev.tenure.server.http;

import dev.tenure.config.HostPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Where connections come in, encrypted or not. */
final class Entrance implements AutoCloseable {

  private static final String ONLY_SECURE = "Strict-Transport-Security";
  private static final Duration ONLY_SECURE_FOR = Duration.ofDays(365);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /**
   * What the system keeps of an answer that is not read. Left alone it takes megabytes for each
   * connection, and passes them off as read.
   */
  private static final int SEND_BUFFER_BYTES = 128 << 10;

  private final HostPort bind;
  private final Lines lines;
  private final Optional<HttpsKey> key;

  Entrance(HostPort bind, Lines lines, Optional<HttpsKey> key) {
    this.bind = bind;
    this.lines = lines;
    this.key = key;
  }

  /** Made when the server is, and started with it. */
  Connector connector(Server server, HttpConfiguration http) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    plain.addEventListener(lines);
    ServerConnector connector;
    if (key.isPresent()) {
      // Which names it is spoken to by is the guard's business, and the client's.
      http.addCustomizer(new SecureRequestCustomizer(false, ONLY_SECURE_FOR.toSeconds(), false));
      connector = new ServerConnector(server, key.get().before(plain.getProtocol()), plain);
    } else {
      connector = new ServerConnector(server, plain);
    }
    connector.setHost(bind.host());
    connector.setPort(bind.port());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    return connector;
  }

  /** What every answer says, also one that no request was understood for. */
  Map<String, String> headers() {
    return key.isPresent()
        ? Map.of(ONLY_SECURE, "max-age=" + ONLY_SECURE_FOR.toSeconds())
        : Map.of();
  }

  /** Begins to look for a renewed certificate, if there is one at all. */
  void watch(Consumer<Instant> validUntil) {
    key.ifPresent(known -> known.watch(validUntil));
  }

  @Override
  public void close() {
    key.ifPresent(HttpsKey::close);
  }
}
