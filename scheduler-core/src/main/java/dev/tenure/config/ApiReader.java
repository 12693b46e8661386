package dev.tenure.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code tenure.api { … }}, with the file of tokens that it names. */
final class ApiReader {

  private final Paths paths;
  private final ProblemLog log;

  ApiReader(Paths paths, ProblemLog log) {
    this.paths = paths;
    this.log = log;
  }

  ApiConfig read(ConfigReader api) {
    Optional<Located<Path>> file = api.located("tokens-file", paths.path());
    file.ifPresent(named -> TokensFile.read(named.value(), named.origin(), log));
    ConfigReader audit = api.section("audit");
    ApiConfig config =
        new ApiConfig(
            file.map(Located::value),
            api.value("open-metrics", Values.bool()),
            new ApiConfig.Classes(
                patterns(api, "allowed-classes"),
                api.value("shell", Values.bool()),
                patterns(api, "shell-classes").orElse(List.of())),
            new AuditConfig(
                audit.value("entries", Values.integer(1, 1_000_000)),
                audit.value("age", Values.duration(Duration.ofHours(1), Duration.ofDays(3650)))));
    audit.finish();
    api.finish();
    return config;
  }

  private static Optional<List<ClassPattern>> patterns(ConfigReader api, String key) {
    return api.list(key, Values.text().as(ClassPattern::new))
        .map(found -> found.stream().map(Located::value).toList());
  }

  /**
   * Notes it when others than this machine could come in without a token, or could listen to one.
   *
   * @param http {@code tenure.http}
   * @param encrypted whether the interface speaks TLS
   */
  static void checkReach(ConfigReader http, HttpConfig config, ApiConfig api, boolean encrypted) {
    boolean inClear = http.value("allow-remote-without-tls", Values.bool());
    if (config.bind().isLoopback() || config.allowRemoteWithoutAuthentication()) {
      return;
    }
    if (api.tokensFile().isEmpty()) {
      http.problem(
          "bind",
          "is " + config.bind() + ", reachable from other machines, and nobody needs a token",
          "127.0.0.1, ::1 or localhost; any address with tenure.api.tokens-file and"
              + " tenure.http.tls, or with tenure.http.allow-remote-without-authentication = true");
    } else if (!encrypted && !inClear) {
      http.problem(
          "bind",
          "is "
              + config.bind()
              + ", reachable from other machines, and tokens would cross the network in clear",
          "127.0.0.1, ::1 or localhost; any address with tenure.http.tls, or, behind something"
              + " that encrypts, with tenure.http.allow-remote-without-tls = true");
    }
  }
}
