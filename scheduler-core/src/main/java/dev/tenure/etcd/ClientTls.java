package dev.tenure.etcd;

import dev.tenure.store.StoreException;
import dev.tenure.tls.CertificateWatch;
import dev.tenure.tls.PemException;
import dev.tenure.tls.WatchedPem;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How connections to etcd are encrypted; takes up certificates that are renewed. Thread-safe. */
final class ClientTls implements AutoCloseable {

  private final SslContext context;
  private final Optional<CertificateWatch> watch;

  private ClientTls(SslContext context, Optional<CertificateWatch> watch) {
    this.context = context;
    this.watch = watch;
  }

  /**
   * Reads the files that the settings name; blocks for that.
   *
   * @param until is told now and then until when the certificates are valid; must not block
   * @throws StoreException of kind INVALID when one does not fit
   */
  static ClientTls open(EtcdSettings settings, Consumer<Instant> until) {
    EtcdSettings.Tls tls = settings.tls();
    if (tls == null) {
      return new ClientTls(PemFiles.clientContext(null), Optional.empty());
    }
    List<Path> files =
        Stream.of(tls.certificate(), tls.key(), tls.trustedCa()).filter(Objects::nonNull).toList();
    if (files.isEmpty()) {
      return new ClientTls(PemFiles.clientContext(tls), Optional.empty());
    }
    PemFiles.clientContext(tls); // Its complaints are for the operator; those below are not.
    try {
      WatchedPem<Made> watched =
          new WatchedPem<>("etcd", files, () -> made(tls), Made::validUntil, renewed -> {});
      return new ClientTls(
          new RenewedContext(() -> watched.now().context()),
          Optional.of(CertificateWatch.start(watched, tls.checkEvery(), tls.warnBefore(), until)));
    } catch (PemException e) {
      throw new StoreException(StoreException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** What every new connection begins with. */
  SslContext context() {
    return context;
  }

  private record Made(SslContext context, Instant validUntil) {}

  private static Made made(EtcdSettings.Tls tls) throws PemException {
    return new Made(PemFiles.clientContext(tls), PemFiles.validUntil(tls));
  }

  @Override
  public void close() {
    watch.ifPresent(CertificateWatch::close);
  }
}
