package dev.tenure.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach etcd.
 *
 * @param endpoints client URLs, {@code http} or {@code https}, all of one kind; at least one
 * @param root the prefix of every key of this cluster; begins with a slash, ends without one
 * @param credentials for an etcd with authentication
 * @param tls for an etcd that is reached by {@code https}
 * @param callTimeout how long one call may take before it counts as failed
 * @param startTimeout how long a starting node waits for etcd before it gives up
 */
public record EtcdConfig(
    List<URI> endpoints,
    String root,
    Optional<Credentials> credentials,
    Optional<Tls> tls,
    Duration callTimeout,
    Duration startTimeout) {

  public EtcdConfig {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * A user of etcd.
   *
   * @param user the name
   * @param password never printed
   */
  public record Credentials(String user, Secret password) {}

  /**
   * Certificates as PEM files, absolute.
   *
   * @param ca whom to trust; absent for the trust store of the JVM
   * @param identity what to show to etcd, for mutual TLS
   * @param certificates how they are looked after
   */
  public record Tls(
      Optional<Path> ca, Optional<Identity> identity, CertificatesConfig certificates) {}

  /**
   * A client certificate.
   *
   * @param cert the certificate chain, PEM
   * @param key its private key, PKCS#8 PEM without a passphrase
   */
  public record Identity(Path cert, Path key) {}
}
