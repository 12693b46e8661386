package dev.tenure.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach etcd.
 *
 * @param endpoints client URLs of the members, all {@code http} or all {@code https}; at least one
 * @param credentials user and password; null when etcd runs without authentication
 * @param tls certificate files; null means plain text for {@code http} and the trust store of the
 *     JVM for {@code https}
 * @param callTimeout how long one call may take, including the search for a living member
 * @param connectTimeout how long one connection attempt may take before the next member is tried
 */
public record EtcdSettings(
    List<URI> endpoints,
    @Nullable Credentials credentials,
    @Nullable Tls tls,
    Duration callTimeout,
    Duration connectTimeout) {

  /** Longer than an election among etcd's members, shorter than a session. */
  public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(3);

  /** Leaves time for a second member within the call timeout. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofMillis(1500);

  /** Throws {@link IllegalArgumentException} with a message for the operator. */
  public EtcdSettings {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "etcd endpoints are empty: name at least one, such as http://127.0.0.1:2379");
    }
    endpoints.forEach(EtcdSettings::requireClientUrl);
    boolean secure = secure(endpoints.get(0));
    if (endpoints.stream().anyMatch(endpoint -> secure(endpoint) != secure)) {
      throw new IllegalArgumentException(
          "etcd endpoints mix http and https: " + endpoints + "; all must use the same");
    }
    if (tls != null && !secure) {
      throw new IllegalArgumentException(
          "TLS files are set, but the etcd endpoints are plain http: " + endpoints);
    }
    requirePositive("call timeout", callTimeout);
    requirePositive("connect timeout", connectTimeout);
  }

  /** Plain defaults for the given client URLs. */
  public static EtcdSettings of(List<String> endpoints) {
    return new EtcdSettings(
        endpoints.stream().map(EtcdSettings::parse).toList(),
        null,
        null,
        DEFAULT_CALL_TIMEOUT,
        DEFAULT_CONNECT_TIMEOUT);
  }

  /** The same with a user and password. */
  public EtcdSettings withCredentials(String user, String password) {
    return new EtcdSettings(
        endpoints, new Credentials(user, password), tls, callTimeout, connectTimeout);
  }

  /** The same with certificate files. */
  public EtcdSettings withTls(Tls files) {
    return new EtcdSettings(endpoints, credentials, files, callTimeout, connectTimeout);
  }

  /** The same with other limits of time. */
  public EtcdSettings withTimeouts(Duration call, Duration connect) {
    return new EtcdSettings(endpoints, credentials, tls, call, connect);
  }

  /** Whether the connections are encrypted. */
  public boolean secure() {
    return secure(endpoints.get(0));
  }

  /**
   * A user of etcd.
   *
   * @param user the name; not empty
   * @param password the password; not empty, never printed
   */
  public record Credentials(String user, String password) {
    public Credentials {
      if (user.isEmpty() || password.isEmpty()) {
        throw new IllegalArgumentException("etcd user and password must both be set, or neither");
      }
    }

    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=***]";
    }
  }

  /**
   * PEM files for encrypted connections.
   *
   * @param trustedCa certificates of the authorities that may sign etcd's certificate; null means
   *     the trust store of the JVM
   * @param certificate own certificate, with its chain; null when etcd does not ask for one
   * @param key the certificate's private key, PKCS#8 without a password; null exactly when there is
   *     no certificate
   * @param checkEvery how often the files are looked at, so that renewed ones are taken up
   * @param warnBefore how long before they run out certificates are warned of
   */
  public record Tls(
      @Nullable Path trustedCa,
      @Nullable Path certificate,
      @Nullable Path key,
      Duration checkEvery,
      Duration warnBefore) {

    /** Looked at every ten seconds, warned of three weeks before. */
    public Tls(@Nullable Path trustedCa, @Nullable Path certificate, @Nullable Path key) {
      this(trustedCa, certificate, key, Duration.ofSeconds(10), Duration.ofDays(21));
    }

    public Tls {
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException(
            "a client certificate for etcd needs both files, certificate and key; only the "
                + (certificate == null ? "key" : "certificate")
                + " is set");
      }
    }
  }

  private static URI parse(String endpoint) {
    try {
      return URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw notClientUrl(endpoint, e);
    }
  }

  private static void requireClientUrl(URI endpoint) {
    boolean known = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    String path = endpoint.getPath();
    if (!known || endpoint.getHost() == null || !(path.isEmpty() || path.equals("/"))) {
      throw notClientUrl(endpoint.toString(), null);
    }
  }

  private static IllegalArgumentException notClientUrl(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "etcd endpoint \"" + text + "\" is not of the form http://host:2379 or https://host:2379",
        cause);
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("etcd " + what + " must be positive, is " + value);
    }
  }

  private static boolean secure(URI endpoint) {
    return "https".equals(endpoint.getScheme());
  }
}
