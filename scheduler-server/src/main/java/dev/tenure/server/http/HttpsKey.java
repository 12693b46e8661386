package dev.tenure.server.http;

import dev.tenure.config.HttpConfig;
import dev.tenure.tls.CertificateWatch;
import dev.tenure.tls.PemException;
import dev.tenure.tls.TlsIdentity;
import dev.tenure.tls.WatchedPem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate that the interface shows, and its key. A renewed one counts for connections that
 * are made from then on.
 */
final class HttpsKey implements AutoCloseable {

  /** Of a key store that is never written anywhere. */
  private static final String PASSWORD = "in memory";

  private final HttpConfig.Tls settings;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private final WatchedPem<TlsIdentity> watched;
  private Optional<CertificateWatch> watch = Optional.empty();

  /** Reads the files; throws {@link IOException} when they cannot be used. */
  HttpsKey(HttpConfig.Tls settings) throws IOException {
    this.settings = settings;
    try {
      watched =
          new WatchedPem<>(
              "http",
              List.of(settings.cert(), settings.key()),
              () -> TlsIdentity.read(settings.cert(), settings.key()),
              TlsIdentity::validUntil,
              this::renew);
    } catch (PemException e) {
      throw new IOException("https cannot be spoken: " + e.getMessage(), e);
    }
    show(context, watched.now());
    context.setRenegotiationAllowed(false);
  }

  /** What encrypts connections for the protocol behind it. */
  SslConnectionFactory before(String protocol) {
    return new SslConnectionFactory(context, protocol);
  }

  /** Begins to look for renewed files; connections must be possible by now. */
  void watch(Consumer<Instant> validUntil) {
    watch =
        Optional.of(
            CertificateWatch.start(
                watched,
                settings.certificates().checkEvery(),
                settings.certificates().warnBefore(),
                validUntil));
  }

  private void renew(TlsIdentity identity) {
    try {
      context.reload(factory -> show(factory, identity));
    } catch (Exception e) {
      throw new IllegalStateException("the renewed certificate cannot be shown: " + e, e);
    }
  }

  private static void show(SslContextFactory context, TlsIdentity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "http",
          identity.key(),
          PASSWORD.toCharArray(),
          identity.chain().toArray(Certificate[]::new));
      context.setKeyStore(store);
      context.setKeyStorePassword(PASSWORD);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory cannot be made", e);
    }
  }

  @Override
  public void close() {
    watch.ifPresent(CertificateWatch::close);
  }
}
