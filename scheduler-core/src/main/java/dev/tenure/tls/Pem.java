package dev.tenure.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PEM files hold. */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private Pem() {}

  static byte[] bytes(Path file) throws PemException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PemException(file, "cannot be read", "a readable PEM file is needed");
    }
  }

  /** All certificates of a file, in order; at least one. */
  static List<X509Certificate> certificates(Path file, byte[] pem) throws PemException {
    List<X509Certificate> found = new ArrayList<>();
    if (!new String(pem, StandardCharsets.ISO_8859_1).contains("BEGIN CERTIFICATE")) {
      throw new PemException(file, "holds no certificate", "a PEM block \"CERTIFICATE\" is needed");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(pem))) {
        if (each instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    } catch (CertificateException e) {
      throw new PemException(
          file, "holds a certificate that cannot be read", "whole PEM certificates are needed");
    }
    if (found.isEmpty()) {
      throw new PemException(
          file, "holds no certificate that can be read", "X.509 certificates are needed");
    }
    return found;
  }

  /** The key of a certificate; whether the two belong together is another question. */
  static PrivateKey key(Path file, byte[] pem, X509Certificate owner) throws PemException {
    Matcher block = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new PemException(
          file,
          "is not a PKCS#8 key without passphrase",
          "convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.pem -out NEW.pem");
    }
    String algorithm = owner.getPublicKey().getAlgorithm();
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new PemException(
          file,
          "is not a key of the kind " + algorithm + " that the certificate is made for",
          "the key that belongs to the certificate is needed");
    }
  }
}
