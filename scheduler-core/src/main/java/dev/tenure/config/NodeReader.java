package dev.tenure.config;

import com.typesafe.config.ConfigValue;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import dev.tenure.time.Backoff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code tenure { … }}. */
final class NodeReader {

  private final Paths paths;
  private final Supplier<String> hostName;
  private final ProblemLog log;

  NodeReader(Paths paths, Supplier<String> hostName, ProblemLog log) {
    this.paths = paths;
    this.hostName = hostName;
    this.log = log;
  }

  /** The jobs' part is read before, as the job files need it. */
  NodeConfig read(ConfigReader tenure, JobsConfig jobs) {
    NodeName name = name(tenure.section("node"));
    List<GroupName> groups = groups(tenure);
    CertificatesConfig certificates = certificates(tenure.section("certificates"));
    ApiConfig api = new ApiReader(paths, log).read(tenure.section("api"));
    HttpConfig http = new HttpReader(tenure.section("http"), paths, certificates).read(name, api);
    NodeConfig node =
        new NodeConfig(
            name,
            new EtcdReader(tenure.section("etcd"), paths, certificates).read(),
            groups,
            session(tenure.section("session")),
            runs(tenure.section("runs")),
            http,
            api,
            fastPath(tenure.section("fast-path"), name, http),
            plugins(tenure.section("plugins")),
            jobs,
            leaders(tenure.section("leaders")),
            new AlertsReader(tenure.section("alerts"), paths).read(),
            shutdown(tenure.section("shutdown")),
            secrets(tenure.section("secrets")));
    tenure.finish();
    return node;
  }

  private NodeName name(ConfigReader node) {
    Optional<NodeName> name = node.optional("name", Values.text().as(NodeName::new));
    node.finish();
    return name.orElseGet(
        () -> {
          String machine = hostName.get();
          try {
            return new NodeName(machine);
          } catch (IllegalArgumentException e) {
            node.problem("name", "is not set, and the machine's " + e.getMessage(), "");
            return new NodeName("unnamed");
          }
        });
  }

  private static List<GroupName> groups(ConfigReader tenure) {
    Optional<List<Located<GroupName>>> groups =
        tenure.list("groups", Values.text().as(GroupName::new));
    if (groups.isEmpty()) {
      if (!tenure.isSet("groups")) {
        tenure.problem("groups", "is not set", "at least one group");
      }
      return List.of(new GroupName("unreadable"));
    }
    Set<GroupName> seen = new HashSet<>();
    for (Located<GroupName> group : groups.get()) {
      if (!seen.add(group.value())) {
        tenure.problem("groups", "names group \"" + group.value() + "\" twice", "each group once");
      }
    }
    if (seen.isEmpty()) {
      tenure.problem("groups", "is empty", "at least one group");
    }
    return groups.get().stream().map(Located::value).toList();
  }

  private static SessionConfig session(ConfigReader session) {
    Duration ttl =
        session.value("ttl", Values.duration(Duration.ofSeconds(2), Duration.ofMinutes(10)));
    if (ttl.toNanosPart() != 0) {
      session.problem("ttl", "is " + Durations.text(ttl), "whole seconds: etcd counts no less");
    }
    Duration margin =
        session.value("margin", Values.duration(Duration.ofMillis(100), Duration.ofMinutes(5)));
    if (margin.multipliedBy(2).compareTo(ttl) >= 0) {
      session.problem(
          "margin",
          "is " + Durations.text(margin) + ", too much for a ttl of " + Durations.text(ttl),
          "less than half of session.ttl");
    }
    Backoff retry = retry(session.section("retry"));
    session.finish();
    return new SessionConfig(ttl, margin, retry);
  }

  private static Backoff retry(ConfigReader retry) {
    Duration first =
        retry.value("first", Values.duration(Duration.ofMillis(10), Duration.ofSeconds(60)));
    Duration max =
        retry.value("max", Values.duration(Duration.ofMillis(10), Duration.ofMinutes(10)));
    retry.finish();
    if (max.compareTo(first) < 0) {
      retry.problem(
          "max",
          "is " + Durations.text(max) + ", less than first, " + Durations.text(first),
          "not less than first");
      return new Backoff(first, first);
    }
    return new Backoff(first, max);
  }

  private RunsConfig runs(ConfigReader runs) {
    RunsConfig config =
        new RunsConfig(
            runs.value("threads", Values.integer(1, 10_000)),
            runs.value("batch-size", Values.integer(1, 1000)),
            runs.value("interrupt-grace", Values.duration(Duration.ZERO, Duration.ofSeconds(60))),
            runs.value("timeout-grace", Values.duration(Duration.ZERO, Duration.ofHours(1))),
            runs.value("catch-up-rate", Values.integer(1, 100_000)),
            runLogs(runs.section("logs")),
            runs.value("on-hand-over", Values.oneOf(OnHandOver.class)));
    runs.finish();
    return config;
  }

  private static CertificatesConfig certificates(ConfigReader certificates) {
    CertificatesConfig config =
        new CertificatesConfig(
            certificates.value(
                "check-every", Values.duration(Duration.ofMillis(100), Duration.ofHours(1))),
            certificates.value(
                "warn-before", Values.duration(Duration.ZERO, Duration.ofDays(3650))));
    certificates.finish();
    return config;
  }

  private RunLogsConfig runLogs(ConfigReader logs) {
    RunLogsConfig config =
        new RunLogsConfig(
            logs.value("enabled", Values.bool()),
            logs.value("dir", paths.path()),
            logs.value("max-bytes-per-run", Values.bytes(64L << 10, 16L << 20)),
            logs.value("max-lines-per-run", Values.integer(100, 1_000_000)),
            logs.value("max-bytes", Values.bytes(1L << 20, 1L << 40)),
            logs.value("age", Values.duration(Duration.ofMinutes(1), Duration.ofDays(3650))));
    logs.finish();
    return config;
  }

  private static LeadersConfig leaders(ConfigReader leaders) {
    ConfigReader spread = leaders.section("spread");
    LeadersConfig config =
        new LeadersConfig(
            spread.value("enabled", Values.bool()),
            spread.value("interval", Values.duration(Duration.ofSeconds(1), Duration.ofHours(24))));
    spread.finish();
    leaders.finish();
    return config;
  }

  /** Where nothing is said of it, it is reached by the hosts of the HTTP interface. */
  private static FastPathConfig fastPath(ConfigReader fastPath, NodeName name, HttpConfig http) {
    ValueParser<HostPort> address = Values.text().as(HostPort::parse);
    boolean enabled = fastPath.value("enabled", Values.bool());
    Optional<HostPort> bind = fastPath.optional("bind", address);
    Optional<HostPort> advertise = fastPath.optional("advertise", address);
    if (advertise.filter(HostPort::isWildcard).isPresent()) {
      fastPath.problem("advertise", "stands for every address", "one that others can connect to");
    }
    fastPath.finish();
    HostPort own =
        bind.map(it -> it.isWildcard() ? new HostPort(name.value(), it.port()) : it)
            .orElseGet(() -> new HostPort(http.advertise().host(), 0));
    return new FastPathConfig(
        enabled, bind.orElseGet(() -> new HostPort(http.bind().host(), 0)), advertise.orElse(own));
  }

  private PluginsConfig plugins(ConfigReader plugins) {
    PluginsConfig config = new PluginsConfig(plugins.value("dir", paths.path()));
    plugins.finish();
    return config;
  }

  private SecretsConfig secrets(ConfigReader secrets) {
    Optional<Path> dir = secrets.optional("dir", paths.path());
    if (dir.isPresent() && !Files.isDirectory(dir.get())) {
      secrets.problem("dir", "names " + dir.get() + ", which is not a folder", "a folder");
    }
    SecretsConfig config =
        new SecretsConfig(dir, secrets.value("environment-prefix", NodeReader::prefix));
    secrets.finish();
    return config;
  }

  private static String prefix(ConfigValue value) throws BadValue {
    String text = Values.text().parse(value);
    if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new BadValue(
          "is \"" + text + "\", not how a variable begins",
          "letters, digits and '_', no digit first");
    }
    return text;
  }

  private static ShutdownConfig shutdown(ConfigReader shutdown) {
    ShutdownConfig config =
        new ShutdownConfig(
            shutdown.value("grace", Values.duration(Duration.ZERO, Duration.ofHours(1))));
    shutdown.finish();
    return config;
  }
}
