package dev.tenure.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How long certificates are valid. */
final class Validity {

  private Validity() {}

  /** The end of the one that runs out first. */
  static Instant until(List<X509Certificate> certificates) {
    return ends(certificates).min(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  /** The end of the one that runs out last. */
  static Instant untilLast(List<X509Certificate> certificates) {
    return ends(certificates).max(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  @SuppressWarnings("JavaUtilDate") // what certificates speak
  private static Stream<Instant> ends(List<X509Certificate> certificates) {
    return certificates.stream().map(certificate -> certificate.getNotAfter().toInstant());
  }
}
