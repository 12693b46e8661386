package dev.tenure.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.CatchUpConfig.Policy;
import dev.tenure.model.Dst;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.Retention;
import dev.tenure.time.Backoff;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For each record the pair: what an empty file gives, and that each key reaches its place. */
class DefaultsAndMappingsTest {

  private static final GroupName DEFAULT = new GroupName("default");

  private static final JobDefaults DEFAULTS =
      new JobDefaults(
          DEFAULT,
          ZoneId.of("UTC"),
          Dst.VIXIE,
          Duration.ZERO,
          new JobPolicy(
              new CatchUpConfig(Policy.LAST, 100, Duration.ofDays(1)),
              Concurrency.ALLOW,
              Optional.empty(),
              WhenStuck.WAIT,
              new RetryConfig(1, Duration.ofSeconds(10), Duration.ofMinutes(10), 0.2),
              OnLeaderLoss.LOSE,
              5,
              new Retention(100, Duration.ofDays(30))));

  @TempDir Path folder;

  @Test
  void anEmptyNodeFileGivesTheDefaults() throws IOException {
    NodeConfig node = node("");

    assertThat(node)
        .isEqualTo(
            new NodeConfig(
                new NodeName("machine-7"),
                new EtcdConfig(
                    List.of(URI.create("http://127.0.0.1:2379")),
                    "/tenure/main",
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30)),
                List.of(DEFAULT),
                new SessionConfig(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2))),
                new RunsConfig(
                    10,
                    1000,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    100,
                    new RunLogsConfig(
                        true,
                        folder.getParent().resolve("run-logs"),
                        256 << 10,
                        10_000,
                        256 << 20,
                        Duration.ofDays(7)),
                    OnHandOver.FINISH),
                new HttpConfig(
                    new HostPort("127.0.0.1", 7070),
                    new HostPort("127.0.0.1", 7070),
                    false,
                    Optional.empty(),
                    HttpLimits.DEFAULT),
                new ApiConfig(
                    Optional.empty(),
                    false,
                    new ApiConfig.Classes(
                        Optional.empty(),
                        false,
                        List.of(
                            new ClassPattern("dev.tenure.examples.ShellCommand"),
                            new ClassPattern("org.quartz.jobs.NativeJob"))),
                    new AuditConfig(10_000, Duration.ofDays(90))),
                new FastPathConfig(
                    true, new HostPort("127.0.0.1", 0), new HostPort("127.0.0.1", 0)),
                new PluginsConfig(folder.getParent().resolve("plugins")),
                new JobsConfig(
                    List.of(folder.resolve("jobs.conf")),
                    true,
                    Duration.ofMillis(500),
                    OptionalLong.empty(),
                    DEFAULTS),
                new LeadersConfig(true, Duration.ofSeconds(30)),
                new AlertsConfig(
                    true,
                    Duration.ofHours(1),
                    Duration.ofSeconds(30),
                    new AlertsConfig.StoreLimit(2L << 30, 0.8),
                    1000,
                    List.of()),
                new ShutdownConfig(Duration.ofSeconds(30)),
                new SecretsConfig(Optional.empty(), "TENURE_SECRET_")));
  }

  @Test
  void everyNodeKeyReachesItsPlace() throws IOException {
    Path ca = write("ca.pem", "-----BEGIN CERTIFICATE-----");
    Path cert = write("cert.pem", "-----BEGIN CERTIFICATE-----");
    Path key = write("key.pem", "-----BEGIN PRIVATE KEY-----");
    write("password.txt", "open sesame\n");
    Path tokens = write("tokens.conf", "tokens {}");
    NodeConfig node =
        node(
            """
            tenure {
              node.name = n1
              etcd {
                endpoints = ["https://a:1", "https://b:2"]
                root = "/t/x"
                user = scheduler
                password-file = password.txt
                tls { ca = ca.pem, cert = cert.pem, key = key.pem }
                call-timeout = 3s
                start-timeout = 1m
              }
              groups = "one, two"
              session { ttl = 9s, margin = 1s, retry { first = 1s, max = 2s } }
              runs {
                threads = 3, batch-size = 4, interrupt-grace = 5s, timeout-grace = 6s
                catch-up-rate = 7, on-hand-over = interrupt
                logs {
                  enabled = false, dir = kept, max-bytes-per-run = "100 KiB"
                  max-lines-per-run = 200, max-bytes = 3MiB, age = 4h
                }
              }
              leaders.spread { enabled = false, interval = 8s }
              alerts {
                enabled = false, repeat-every = 16m, no-leader-after = 17s
                store { quota = 18MiB, threshold = 0.19 }
                delivery { timeout = 20s, attempts = 21, back-off = 22s, max-back-off = 23s, queue = 24 }
              }
              http {
                bind = "0.0.0.0:80", advertise = "n1.example:81"
                allow-remote-without-authentication = true
                limits {
                  requests-per-client = 11, requests = 12
                  streams-per-client = 13, streams = 14
                  connections-per-client = 15, connections = 16
                  request-timeout = 17s, answer-timeout = 18s
                }
              }
              certificates { check-every = 19s, warn-before = 20d }
              api {
                tokens-file = tokens.conf
                open-metrics = true
                allowed-classes = "com.acme.**"
                shell = true
                shell-classes = []
                audit { entries = 19, age = 20h }
              }
              fast-path { enabled = false, bind = "0.0.0.0:82", advertise = "n1.example:83" }
              plugins.dir = plug
              jobs {
                files = []
                watch = false
                debounce = 9s
                version = 202611210930
                defaults {
                  group = one
                  time-zone = Europe/Berlin
                  catch-up { policy = all, max = 7, window = 8h }
                  concurrency = forbid
                  timeout = 6m
                  when-stuck = free
                  retry { attempts = 9, back-off = 10s, max-back-off = 11s, jitter = 0 }
                  on-leader-loss = rerun
                  dst { gap = skip, overlap = both }
                  spread = 12s
                  priority = 13
                  retention { runs = 14, age = 15d }
                  alerts { enabled = false, channels = [a, b] }, expect-success-within = 25h
                }
              }
              shutdown.grace = 0s
              secrets { dir = ".", environment-prefix = SECRET_ }
            }
            """);

    assertThat(node)
        .isEqualTo(
            new NodeConfig(
                new NodeName("n1"),
                new EtcdConfig(
                    List.of(URI.create("https://a:1"), URI.create("https://b:2")),
                    "/t/x",
                    Optional.of(new EtcdConfig.Credentials("scheduler", new Secret("open sesame"))),
                    Optional.of(
                        new EtcdConfig.Tls(
                            Optional.of(ca),
                            Optional.of(new EtcdConfig.Identity(cert, key)),
                            new CertificatesConfig(Duration.ofSeconds(19), Duration.ofDays(20)))),
                    Duration.ofSeconds(3),
                    Duration.ofMinutes(1)),
                List.of(new GroupName("one"), new GroupName("two")),
                new SessionConfig(
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(1),
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2))),
                new RunsConfig(
                    3,
                    4,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(6),
                    7,
                    new RunLogsConfig(
                        false,
                        folder.resolve("kept"),
                        100 << 10,
                        200,
                        3L << 20,
                        Duration.ofHours(4)),
                    OnHandOver.INTERRUPT),
                new HttpConfig(
                    new HostPort("0.0.0.0", 80),
                    new HostPort("n1.example", 81),
                    true,
                    Optional.empty(),
                    new HttpLimits(
                        11, 12, 13, 14, 15, 16, Duration.ofSeconds(17), Duration.ofSeconds(18))),
                new ApiConfig(
                    Optional.of(tokens),
                    true,
                    new ApiConfig.Classes(
                        Optional.of(List.of(new ClassPattern("com.acme.**"))), true, List.of()),
                    new AuditConfig(19, Duration.ofHours(20))),
                new FastPathConfig(
                    false, new HostPort("0.0.0.0", 82), new HostPort("n1.example", 83)),
                new PluginsConfig(folder.resolve("plug")),
                new JobsConfig(
                    List.of(),
                    false,
                    Duration.ofSeconds(9),
                    OptionalLong.of(202_611_210_930L),
                    new JobDefaults(
                        new GroupName("one"),
                        ZoneId.of("Europe/Berlin"),
                        new Dst(Dst.Gap.SKIP, Dst.Overlap.BOTH),
                        Duration.ofSeconds(12),
                        new JobPolicy(
                            new CatchUpConfig(Policy.ALL, 7, Duration.ofHours(8)),
                            Concurrency.FORBID,
                            Optional.of(Duration.ofMinutes(6)),
                            WhenStuck.FREE,
                            new RetryConfig(9, Duration.ofSeconds(10), Duration.ofSeconds(11), 0),
                            OnLeaderLoss.RERUN,
                            13,
                            new Retention(14, Duration.ofDays(15)),
                            new JobAlerts(
                                false, List.of("a", "b"), Optional.of(Duration.ofHours(25)))))),
                new LeadersConfig(false, Duration.ofSeconds(8)),
                new AlertsConfig(
                    false,
                    Duration.ofMinutes(16),
                    Duration.ofSeconds(17),
                    new AlertsConfig.StoreLimit(18 << 20, 0.19),
                    24,
                    List.of()),
                new ShutdownConfig(Duration.ZERO),
                new SecretsConfig(Optional.of(folder), "SECRET_")));
  }

  @Test
  void aBareJobTakesTheDefaults() throws IOException {
    JobConfig job = job("jobs.ping { class = a.B, every = 10s }");

    Origin at = new Origin(folder.resolve("jobs.conf").toString(), 1, "jobs.ping");
    assertThat(job)
        .isEqualTo(
            new JobConfig(
                new JobName("ping"),
                DEFAULT,
                at,
                new Located<>("a.B", at.withPath("jobs.ping.class")),
                new TimingConfig(
                    new ScheduleConfig.Every(
                        new Located<>(Duration.ofSeconds(10), at.withPath("jobs.ping.every"))),
                    ZoneId.of("UTC"),
                    Dst.VIXIE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO),
                DEFAULTS.policy(),
                JobData.EMPTY,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true));
  }

  @Test
  void everyJobKeyReachesItsPlace() throws IOException {
    JobConfig job =
        job(
            """
            jobs.report {
              class = a.B
              group = night
              cron = "30 2 * * *"
              time-zone = Europe/Berlin
              start = "2026-01-01T00:00:00"
              end = "2026-02-01T00:00:00Z"
              catch-up { policy = all, max = 3 }
              concurrency = forbid
              timeout = 10m
              when-stuck = free
              retry { attempts = 3, back-off = 1h }
              on-leader-loss = rerun
              dst.gap = shift
              spread = 30s
              calendar = workdays
              priority = -1
              retention.age = 1h, alerts.enabled = false, expect-success-within = 2d
              data {
                text = t, count = 3, ratio = 1.5, flag = true, wait = 5s
                list = [1, two], tree { x = 1 }, none = null
              }
              description = d, owner = o, tags = [t1, t2]
              enabled = false
            }
            calendars.workdays { type = weekly, days = [sat, sunday] }
            """);

    Origin at = new Origin(folder.resolve("jobs.conf").toString(), 1, "jobs.report");
    assertThat(job.group()).isEqualTo(new GroupName("night"));
    assertThat(job.timing())
        .isEqualTo(
            new TimingConfig(
                new ScheduleConfig.Cron(
                    new Located<>("30 2 * * *", new Origin(at.source(), 4, "jobs.report.cron"))),
                ZoneId.of("Europe/Berlin"),
                new Dst(Dst.Gap.SHIFT, Dst.Overlap.VIXIE),
                Optional.of(Instant.parse("2025-12-31T23:00:00Z")),
                Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                Optional.of(
                    new Located<>("workdays", new Origin(at.source(), 16, "jobs.report.calendar"))),
                Duration.ofSeconds(30)));
    assertThat(job.policy())
        .isEqualTo(
            new JobPolicy(
                new CatchUpConfig(Policy.ALL, 3, Duration.ofDays(1)),
                Concurrency.FORBID,
                Optional.of(Duration.ofMinutes(10)),
                WhenStuck.FREE,
                new RetryConfig(3, Duration.ofHours(1), Duration.ofHours(1), 0.2),
                OnLeaderLoss.RERUN,
                -1,
                new Retention(100, Duration.ofHours(1)),
                new JobAlerts(false, List.of(), Optional.of(Duration.ofDays(2)))));
    assertThat(job.data().values())
        .isEqualTo(
            Map.of(
                "text",
                "t",
                "count",
                3L,
                "ratio",
                1.5,
                "flag",
                true,
                "wait",
                "5s",
                "list",
                List.of(1L, "two"),
                "tree",
                Map.of("x", 1L)));
    assertThat(job.data().origins().get("wait"))
        .isEqualTo(new Origin(at.source(), 20, "jobs.report.data.wait"));
    assertThat(job.description()).contains("d");
    assertThat(job.owner()).contains("o");
    assertThat(job.tags()).containsExactly("t1", "t2");
    assertThat(job.enabled()).isFalse();
  }

  @Test
  void atTakesOneInstantOrManyAndSortsThem() throws IOException {
    assertThat(job("jobs.a { class = a.B, at = \"2026-01-01T00:00:00Z\" }").timing().schedule())
        .isEqualTo(new ScheduleConfig.At(List.of(Instant.parse("2026-01-01T00:00:00Z"))));
    assertThat(
            job("jobs.a { class = a.B, at = [\"2026-01-02T00:00:00\", \"2026-01-01T01:00:00+01:00\"] }")
                .timing()
                .schedule())
        .isEqualTo(
            new ScheduleConfig.At(
                List.of(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"))));
  }

  @Test
  void catchUpMayBeOneWord() throws IOException {
    assertThat(job("jobs.a { class = a.B, every = 1s, catch-up = skip }").policy().catchUp())
        .isEqualTo(new CatchUpConfig(Policy.SKIP, 100, Duration.ofDays(1)));
  }

  private NodeConfig node(String text) throws IOException {
    Files.writeString(folder.resolve("jobs.conf"), "");
    return ConfigLoader.of(Map.of(), Map.of(), "machine-7")
        .load(write("tenure.conf", text))
        .orThrow()
        .node();
  }

  private JobConfig job(String text) throws IOException {
    return ConfigLoader.of(Map.of(), Map.of(), "machine-7")
        .load(Optional.empty(), List.of(write("jobs.conf", text)))
        .orThrow()
        .jobs()
        .get(0);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
