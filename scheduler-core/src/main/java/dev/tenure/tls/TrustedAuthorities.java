package dev.tenure.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Authorities whose signatures count.
 *
 * @param certificates their certificates; at least one
 * @param trust decides by them
 */
public record TrustedAuthorities(
    List<X509Certificate> certificates, X509ExtendedTrustManager trust) {

  public TrustedAuthorities {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a file of certificates, PEM; blocks for that.
   *
   * @throws PemException if it cannot be used
   */
  public static TrustedAuthorities read(Path file) throws PemException {
    List<X509Certificate> certificates = Pem.certificates(file, Pem.bytes(file));
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("authority-" + i, certificates.get(i));
      }
      return new TrustedAuthorities(certificates, trusting(store));
    } catch (GeneralSecurityException | IOException e) {
      throw new PemException(
          file,
          "cannot be trusted (" + e.getMessage() + ")",
          "certificates of authorities are needed");
    }
  }

  /** Until when any of them is valid: a bundle may well hold old ones beside new ones. */
  public Instant validUntil() {
    return Validity.untilLast(certificates);
  }

  /**
   * For connections to somebody whose certificate these have signed, or one of the authorities that
   * the JVM trusts.
   */
  public SSLContext besideThoseOfTheJvm() {
    try {
      return context(new EitherTrust(trust, trusting(null)));
    } catch (GeneralSecurityException e) {
      throw noTls(e);
    }
  }

  /** For connections to somebody whose certificate these have signed, and nobody else. */
  public SSLContext alone() {
    try {
      return context(trust);
    } catch (GeneralSecurityException e) {
      throw noTls(e);
    }
  }

  private static SSLContext context(TrustManager by) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {by}, null);
    return context;
  }

  private static IllegalStateException noTls(GeneralSecurityException e) {
    return new IllegalStateException("this Java does not speak TLS", e);
  }

  /**
   * What decides by the authorities in a key store.
   *
   * @param store null for those of the JVM
   */
  static X509ExtendedTrustManager trusting(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this Java knows no X.509 certificates");
  }
}
