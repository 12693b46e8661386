package dev.tenure.config;

import dev.tenure.model.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code tenure.http { … }}, with the files that it names. */
final class HttpReader {

  private static final int MOST = 1_000_000;

  private final ConfigReader http;
  private final Paths paths;
  private final CertificatesConfig certificates;

  HttpReader(ConfigReader http, Paths paths, CertificatesConfig certificates) {
    this.http = http;
    this.paths = paths;
    this.certificates = certificates;
  }

  HttpConfig read(NodeName name, ApiConfig api) {
    ValueParser<HostPort> address = Values.text().as(HostPort::parse);
    HostPort bind = http.value("bind", address);
    Optional<HostPort> advertise = http.optional("advertise", address);
    boolean remote = http.value("allow-remote-without-authentication", Values.bool());
    if (advertise.filter(HostPort::isWildcard).isPresent()) {
      http.problem("advertise", "stands for every address", "one that others can connect to");
    }
    Optional<HttpConfig.Tls> tls = tls(http.section("tls"));
    HttpLimits limits = limits(http.section("limits"));
    HostPort own = bind.isWildcard() ? new HostPort(name.value(), bind.port()) : bind;
    HttpConfig config = new HttpConfig(bind, advertise.orElse(own), remote, tls, limits);
    ApiReader.checkReach(http, config, api, http.section("tls").isSet("cert", "key"));
    http.finish();
    return config;
  }

  private Optional<HttpConfig.Tls> tls(ConfigReader tls) {
    PemSettings pem = new PemSettings(tls, paths);
    Optional<Path> cert = pem.file("cert");
    Optional<Path> key = pem.file("key");
    Optional<Path> ca = pem.authorities("ca");
    tls.finish();
    pem.requirePair();
    if (tls.isSet("ca") && !tls.isSet("cert", "key")) {
      tls.problem("ca", "stands alone", "ca beside cert and key");
    }
    if (cert.isEmpty() || key.isEmpty() || !pem.fit(cert.get(), key.get())) {
      return Optional.empty();
    }
    return Optional.of(new HttpConfig.Tls(cert.get(), key.get(), ca, certificates));
  }

  private static HttpLimits limits(ConfigReader limits) {
    ValueParser<Duration> patience = Values.duration(Duration.ofSeconds(1), Duration.ofMinutes(10));
    HttpLimits read =
        new HttpLimits(
            limits.value("requests-per-client", Values.integer(1, MOST)),
            limits.value("requests", Values.integer(1, MOST)),
            limits.value("streams-per-client", Values.integer(1, MOST)),
            limits.value("streams", Values.integer(1, MOST)),
            limits.value("connections-per-client", Values.integer(1, MOST)),
            limits.value("connections", Values.integer(1, MOST)),
            limits.value("request-timeout", patience),
            limits.value("answer-timeout", patience));
    limits.finish();
    return read;
  }
}
