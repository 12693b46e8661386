package dev.tenure.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The HTTP interface of a node.
 *
 * @param bind where it listens; port 0 takes any free port
 * @param advertise where others reach it; its port is 0 if {@code bind} takes any free port and
 *     nothing else was said
 * @param allowRemoteWithoutAuthentication whether {@code bind} may be reachable from other machines
 * @param tls what it shows to those who connect; if absent, it speaks plain HTTP
 * @param limits how much one client, and all of them together, may ask of it
 */
public record HttpConfig(
    HostPort bind,
    HostPort advertise,
    boolean allowRemoteWithoutAuthentication,
    Optional<Tls> tls,
    HttpLimits limits) {

  /**
   * The certificate of the interface, as PEM files, absolute.
   *
   * @param cert the certificate, and those between it and its authority
   * @param key its private key, PKCS#8 PEM without a passphrase
   * @param ca whom this node trusts when it asks other nodes, beside the authorities of the JVM
   * @param certificates how they are looked after
   */
  public record Tls(Path cert, Path key, Optional<Path> ca, CertificatesConfig certificates) {}

  /**
   * The address that is told to others: {@code host:port}, with {@code https://} before it where
   * the interface speaks that.
   *
   * @param listening the port on which it listens, which counts where none was said
   */
  public String address(int listening) {
    HostPort known = advertise.port() == 0 ? new HostPort(advertise.host(), listening) : advertise;
    return tls.isPresent() ? "https://" + known : known.toString();
  }
}
