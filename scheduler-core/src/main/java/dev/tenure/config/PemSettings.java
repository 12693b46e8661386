package dev.tenure.config;

import dev.tenure.tls.PemException;
import dev.tenure.tls.TlsIdentity;
import dev.tenure.tls.TrustedAuthorities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code tls { … }}: settings that name PEM files. */
final class PemSettings {

  private static final String KEY_BLOCK = "-----BEGIN PRIVATE KEY-----";

  private final ConfigReader tls;
  private final Paths paths;

  PemSettings(ConfigReader tls, Paths paths) {
    this.tls = tls;
    this.paths = paths;
  }

  /** The file that a setting names; absent if not set, or if it cannot be read, which is noted. */
  Optional<Path> file(String setting) {
    Optional<Path> file = tls.optional(setting, paths.path());
    if (file.isPresent() && !Files.isReadable(file.get())) {
      tls.problem(setting, "names " + file.get() + ", which cannot be read", "a readable PEM file");
      return Optional.empty();
    }
    return file;
  }

  /**
   * The file of authorities that a setting names; absent if not set, or unusable, which is noted.
   */
  Optional<Path> authorities(String setting) {
    Optional<Path> file = file(setting);
    try {
      if (file.isPresent()) {
        TrustedAuthorities.read(file.get());
      }
      return file;
    } catch (PemException e) {
      tls.problem(setting, "names " + e.file() + ", which " + e.what(), e.allowed());
      return Optional.empty();
    }
  }

  /** Notes a certificate without a key, and a key without a certificate. */
  void requirePair() {
    if (tls.isSet("cert") != tls.isSet("key")) {
      tls.problem(tls.isSet("cert") ? "cert" : "key", "stands alone", "cert and key together");
    }
  }

  /** Notes a certificate and a key that cannot be used together; one that has run out may be. */
  boolean fit(Path cert, Path key) {
    try {
      TlsIdentity.read(cert, key);
      return true;
    } catch (PemException e) {
      tls.problem(
          e.file().equals(key) ? "key" : "cert",
          "names " + e.file() + ", which " + e.what(),
          e.allowed());
      return false;
    }
  }

  /** Notes a key of another form than the one that can be used. */
  void requirePkcs8(Path file) {
    try {
      if (!Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY_BLOCK)) {
        tls.problem(
            "key",
            "names " + file + ", which is not a PKCS#8 key without passphrase",
            "convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.pem -out NEW.pem");
      }
    } catch (IOException e) {
      tls.problem("key", "names " + file + ", which cannot be read", "a readable PEM file");
    }
  }
}
