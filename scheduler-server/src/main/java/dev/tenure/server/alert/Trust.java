package dev.tenure.server.alert;

import dev.tenure.tls.PemException;
import dev.tenure.tls.TrustedAuthorities;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** Whom a channel trusts: the certificates of a PEM file, and no others. */
final class Trust {

  private Trust() {}

  /** Reads the file at once; throws {@link DeliveryException} when it cannot be used. */
  static SSLContext in(Path pem) throws DeliveryException {
    try {
      return TrustedAuthorities.read(pem).alone();
    } catch (PemException e) {
      throw new DeliveryException(
          DeliveryException.Hope.NEVER, "ca " + pem + " cannot be used: " + e.getMessage(), e);
    }
  }
}
