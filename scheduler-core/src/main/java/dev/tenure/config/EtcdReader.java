package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import dev.tenure.config.EtcdConfig.Credentials;
import dev.tenure.config.EtcdConfig.Identity;
import dev.tenure.config.EtcdConfig.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code tenure.etcd { … }}, with the files that it names. */
final class EtcdReader {

  private static final String ENDPOINT_FORM =
      "http://host:port or https://host:port, such as http://127.0.0.1:2379";

  private final ConfigReader etcd;
  private final Paths paths;
  private final CertificatesConfig certificates;

  EtcdReader(ConfigReader etcd, Paths paths, CertificatesConfig certificates) {
    this.etcd = etcd;
    this.paths = paths;
    this.certificates = certificates;
  }

  EtcdConfig read() {
    List<URI> endpoints = endpoints();
    boolean secure = endpoints.stream().anyMatch(e -> "https".equals(e.getScheme()));
    EtcdConfig config =
        new EtcdConfig(
            endpoints,
            etcd.value("root", EtcdReader::root),
            credentials(),
            tls(secure),
            etcd.value(
                "call-timeout", Values.duration(Duration.ofMillis(100), Duration.ofSeconds(60))),
            etcd.value(
                "start-timeout", Values.duration(Duration.ofSeconds(1), Duration.ofHours(1))));
    etcd.finish();
    return config;
  }

  private List<URI> endpoints() {
    Optional<List<Located<URI>>> read = etcd.list("endpoints", EtcdReader::endpoint);
    if (read.isPresent() ? read.get().isEmpty() : !etcd.isSet("endpoints")) {
      etcd.problem("endpoints", "is empty", ENDPOINT_FORM);
    }
    List<URI> endpoints = read.orElse(List.of()).stream().map(Located::value).toList();
    if (endpoints.stream().map(URI::getScheme).distinct().count() > 1) {
      etcd.problem("endpoints", "mixes http and https", "all http or all https");
    }
    return endpoints;
  }

  private static URI endpoint(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    try {
      URI uri = new URI(text);
      if (uri.getUserInfo() != null) {
        throw new BadValue("holds a user", "a URL without one; the user belongs in etcd.user");
      }
      boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = "".equals(uri.getPath()) || "/".equals(uri.getPath());
      if (scheme && bare && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new BadValue("is \"" + text + "\", not a URL: " + e.getReason(), ENDPOINT_FORM);
    }
    throw new BadValue("is \"" + text + "\", not the URL of an etcd member", ENDPOINT_FORM);
  }

  private static String root(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    if (!text.matches("(/[A-Za-z0-9._-]+)+")) {
      throw new BadValue(
          "is \"" + text + "\", not a key prefix",
          "words of letters, digits, '.', '_' or '-', each after a '/', such as /tenure/main");
    }
    return text;
  }

  private Optional<Credentials> credentials() {
    Optional<String> user = etcd.optional("user", Values.text());
    Optional<Secret> password = password();
    if (user.isPresent() && password.isEmpty() && !etcd.isSet("password", "password-file")) {
      etcd.problem("user", "has no password", "password-file, or password = ${?SOME_VARIABLE}");
    }
    if (user.isEmpty() && password.isPresent()) {
      etcd.problem("password", "belongs to no user", "set etcd.user too");
    }
    return user.flatMap(name -> password.map(secret -> new Credentials(name, secret)));
  }

  private Optional<Secret> password() {
    Optional<Secret> direct = etcd.optional("password", Values.text()).map(Secret::new);
    Optional<Path> file = etcd.optional("password-file", paths.path());
    if (direct.isPresent() && etcd.originOf("password").line() > 0) {
      etcd.problem(
          "password",
          "is written in clear",
          "password = ${?SOME_VARIABLE}, or password-file = a file that holds it");
    }
    if (direct.isPresent() && file.isPresent()) {
      etcd.problem("password-file", "stands beside password", "one of the two");
    }
    return direct.isPresent() ? direct : file.flatMap(this::secretIn);
  }

  private Optional<Secret> secretIn(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
      if (!text.isEmpty()) {
        return Optional.of(new Secret(text));
      }
      etcd.problem("password-file", "names " + file + ", which is empty", "a file with a password");
    } catch (IOException e) {
      etcd.problem("password-file", "names " + file + ", which cannot be read", "a readable file");
    }
    return Optional.empty();
  }

  private Optional<Tls> tls(boolean secure) {
    ConfigReader tls = etcd.section("tls");
    PemSettings pem = new PemSettings(tls, paths);
    Optional<Path> ca = pem.file("ca");
    Optional<Path> cert = pem.file("cert");
    Optional<Path> key = pem.file("key");
    tls.finish();
    key.ifPresent(pem::requirePkcs8);
    pem.requirePair();
    if (!secure) {
      if (tls.isSet("ca", "cert", "key")) {
        etcd.problem("tls", "is set, but the endpoints are http", "https endpoints, or no tls");
      }
      return Optional.empty();
    }
    Optional<Identity> identity = cert.flatMap(c -> key.map(k -> new Identity(c, k)));
    return Optional.of(new Tls(ca, identity, certificates));
  }
}
