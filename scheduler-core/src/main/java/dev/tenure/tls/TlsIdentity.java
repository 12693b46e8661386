package dev.tenure.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who one is on an encrypted connection: a certificate and its key.
 *
 * @param chain the certificate, and those between it and its authority
 * @param key belongs to the first of them; never printed
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads the two files; blocks for that.
   *
   * @param certificate the certificate chain, PEM
   * @param key its PKCS#8 key without a passphrase, PEM
   * @throws PemException if one of them cannot be used, or if they do not belong together
   */
  public static TlsIdentity read(Path certificate, Path key) throws PemException {
    List<X509Certificate> certificates = Pem.certificates(certificate, Pem.bytes(certificate));
    PrivateKey own = Pem.key(key, Pem.bytes(key), certificates.get(0));
    if (!belongTogether(certificates.get(0), own)) {
      throw new PemException(
          key,
          "does not belong to the certificate " + certificate,
          "the key that the certificate was asked for with is needed");
    }
    return new TlsIdentity(certificates, own);
  }

  /** Until when all certificates of the chain are valid. */
  public Instant validUntil() {
    return Validity.until(chain);
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true; // A kind of key that is rare: the first connection will tell.
    }
    try {
      byte[] something = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(something);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certificate.getPublicKey());
      checking.update(something);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
