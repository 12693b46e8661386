package dev.tenure.etcd;

import dev.tenure.store.StoreException;
import dev.tenure.tls.PemException;
import dev.tenure.tls.TlsIdentity;
import dev.tenure.tls.TrustedAuthorities;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes a TLS context of PEM files; every complaint names the file and the way out. */
final class PemFiles {

  private PemFiles() {}

  /** Reads the files; throws {@link StoreException} of kind INVALID when one does not fit. */
  static SslContext clientContext(EtcdSettings.@Nullable Tls tls) {
    try {
      SslContextBuilder builder = GrpcSslContexts.forClient();
      if (tls != null) {
        trust(builder, tls.trustedCa());
        present(builder, tls.certificate(), tls.key());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw invalid("TLS for etcd cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Until when what the files hold can be used; they must have been read before. */
  static Instant validUntil(EtcdSettings.Tls tls) throws PemException {
    Path ca = tls.trustedCa();
    Path certificate = tls.certificate();
    Path key = tls.key();
    Instant trusted = ca == null ? Instant.MAX : TrustedAuthorities.read(ca).validUntil();
    if (certificate == null || key == null) {
      return trusted;
    }
    Instant own = TlsIdentity.read(certificate, key).validUntil();
    return own.isBefore(trusted) ? own : trusted;
  }

  private static void trust(SslContextBuilder builder, @Nullable Path ca) {
    if (ca == null) {
      return;
    }
    requireBlock(ca, "CERTIFICATE", "trusted CA");
    try {
      builder.trustManager(ca.toFile());
    } catch (IllegalArgumentException e) {
      throw invalid("trusted CA file " + ca + " holds no readable certificate", e);
    }
  }

  private static void present(
      SslContextBuilder builder, @Nullable Path certificate, @Nullable Path key) {
    if (certificate == null || key == null) {
      return;
    }
    requireBlock(certificate, "CERTIFICATE", "client certificate");
    requirePkcs8(key);
    try {
      TlsIdentity identity = TlsIdentity.read(certificate, key);
      builder.keyManager(identity.key(), identity.chain());
    } catch (PemException | IllegalArgumentException e) {
      throw invalid(
          "client certificate "
              + certificate
              + " and key "
              + key
              + " cannot be used together: "
              + e.getMessage(),
          e);
    }
    requireValid(certificate);
  }

  /** etcd would only say that it does not like the certificate. */
  private static void requireValid(Path certificate) {
    try (InputStream pem = Files.newInputStream(certificate)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        if (each instanceof X509Certificate own) {
          own.checkValidity();
        }
      }
    } catch (CertificateExpiredException e) {
      throw invalid(
          "client certificate " + certificate + " has run out (" + e.getMessage() + "); renew it",
          e);
    } catch (CertificateNotYetValidException e) {
      throw invalid(
          "client certificate "
              + certificate
              + " is not valid yet ("
              + e.getMessage()
              + "); is the clock of this machine right?",
          e);
    } catch (CertificateException e) {
      throw invalid("client certificate file " + certificate + " holds no readable certificate", e);
    } catch (IOException e) {
      throw invalid("client certificate file " + certificate + " cannot be read", e);
    }
  }

  private static void requirePkcs8(Path key) {
    String pem = read(key, "client key");
    if (pem.contains("BEGIN PRIVATE KEY")) {
      return;
    }
    if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
      throw invalid("client key " + key + " is encrypted; store it without a password", null);
    }
    if (pem.contains("BEGIN RSA PRIVATE KEY") || pem.contains("BEGIN EC PRIVATE KEY")) {
      throw invalid(
          "client key "
              + key
              + " is in the old form (PKCS#1 or SEC 1), PKCS#8 is needed: convert it with"
              + " openssl pkcs8 -topk8 -nocrypt -in "
              + key
              + " -out NEWFILE",
          null);
    }
    throw invalid("client key " + key + " holds no PEM block \"PRIVATE KEY\"", null);
  }

  private static void requireBlock(Path file, String block, String what) {
    if (!read(file, what).contains("BEGIN " + block)) {
      throw invalid(what + " file " + file + " holds no PEM block \"" + block + "\"", null);
    }
  }

  private static String read(Path file, String what) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw invalid(what + " file " + file + " does not exist", e);
    } catch (IOException e) {
      throw invalid(what + " file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static StoreException invalid(String message, @Nullable Throwable cause) {
    return new StoreException(StoreException.Kind.INVALID, message, cause);
  }
}
