package dev.tenure.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files: a configuration, or problems that each have a place. */
final class ConfigFuzzTest {

  private static final Path CONF = Path.of("..", "conf");

  private static final List<String> VALUES =
      List.of(
          "",
          "null",
          "true",
          "0",
          "-1",
          "5s",
          "5",
          "1e400",
          "99999999999999999999d",
          "9223372036854775807ns",
          "0.0000001s",
          "-5m",
          "\"\"",
          "\"x y\"",
          "\"\\u0000\"",
          "\"\"\"triple \" quoted\"\"\"",
          "[]",
          "[1, [2, [3]]]",
          "{}",
          "{ a = 1 }",
          "${a}",
          "${?a}",
          "${tenure.etcd.root}",
          "${jobs}",
          "${?HOME}x",
          "\"* * * * *\"",
          "\"0 0 0 31 2 ?\"",
          "\"H H(0-7) * * 1#6\"",
          "@daily",
          "\"-99999-01-01T00:00:00Z\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "[\"2026-01-01T00:00:00Z\", x]",
          "Europe/Berlin",
          "\"Etc/../../x\"",
          "0.0.0.0:99999",
          "\"[::1]:7070\"",
          "http://127.0.0.1:2379",
          "[\"https://a\", \"http://b\", \"ftp://c\"]",
          "/dev/null",
          "\"../../../../etc/passwd\"",
          "include \"jobs.conf\"",
          "forbid",
          "java.lang.Object",
          "\ud83d\ude00",
          "x".repeat(5000));

  private static final List<String> KEYS =
      List.of(
          "class",
          "cron",
          "every",
          "at",
          "time-zone",
          "dst",
          "dst.gap",
          "catch-up",
          "catch-up.policy",
          "catch-up.max",
          "catch-up.window",
          "concurrency",
          "timeout",
          "when-stuck",
          "retry",
          "retry.attempts",
          "retry.back-off",
          "on-leader-loss",
          "spread",
          "start",
          "end",
          "calendar",
          "retention",
          "retention.count",
          "priority",
          "tags",
          "owner",
          "description",
          "data",
          "data.x",
          "group",
          "enabled",
          "tenure.node.name",
          "tenure.etcd.endpoints",
          "tenure.etcd.root",
          "tenure.etcd.tls.ca",
          "tenure.etcd.password-file",
          "tenure.groups",
          "tenure.session.ttl",
          "tenure.http.bind",
          "tenure.http.advertise",
          "tenure.jobs.files",
          "tenure.jobs.defaults",
          "tenure.jobs.version",
          "tenure.plugins.dir",
          "tenure.runs.threads",
          "tenure.runs.catch-up-rate",
          "tenure",
          "jobs",
          "jobs.tick",
          "jobs.\"a.b\"",
          "calendars",
          "calendars.c.weekly",
          "calendars.c.base",
          "vars.x",
          "\"\"",
          "a..b",
          "ü");

  @TempDir private Path folder;

  @Test
  void everyFileIsAConfigurationOrAListOfProblems() throws IOException {
    List<String> names = List.of("tenure.conf", "jobs.conf");
    List<byte[]> originals = new ArrayList<>();
    for (String name : names) {
      originals.add(Files.readAllBytes(CONF.resolve(name)));
    }
    Fuzz.run(
        "configuration",
        500,
        random -> {
          for (int i = 0; i < names.size(); i++) {
            byte[] text = originals.get(i);
            if (random.nextInt(3) != 0) {
              text = random.nextInt(3) == 0 ? Fuzz.mutated(random, text) : edited(random, text);
            }
            Files.write(folder.resolve(names.get(i)), text);
          }
          check(folder.resolve("tenure.conf"));
        });
  }

  private void check(Path file) {
    ConfigLoader loader = ConfigLoader.of(Map.of("HOME", "/home/x"), Map.of(), "node-1");
    ConfigLoader.Result result = ConfigCheck.check(loader.load(file));
    for (ConfigProblem problem : result.problems()) {
      assertThat(problem.what()).isNotBlank();
      String source = problem.origin().source();
      assertThat(source).as(problem.toString()).endsWith(".conf");
      if (source.endsWith(folder.getFileName() + "/tenure.conf") || source.endsWith("/jobs.conf")) {
        assertThat(problem.origin().line()).as(problem.toString()).isPositive();
      }
    }
    if (result.problems().isEmpty()) {
      Configuration configuration = result.orThrow();
      assertThat(configuration.effective()).isNotEmpty();
      assertThat(configuration.node().groups()).isNotEmpty();
    }
  }

  /** A few lines that are valid by themselves, put in, taken out, or moved. */
  private static byte[] edited(Random random, byte[] original) {
    List<String> lines = new ArrayList<>(new String(original, UTF_8).lines().toList());
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(8)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 ->
            lines.set(
                at, lines.get(at).replaceFirst("=.*", quoteReplacement("= " + value(random))));
        case 3 ->
            lines.set(
                at, lines.get(at).replaceFirst("[a-z-]+ *=", quoteReplacement(key(random) + " =")));
        case 4 -> lines.add(at, deep(random));
        default -> {
          String sign = Fuzz.one(random, " = ", " : ", " += ", " ");
          lines.add(at, key(random) + sign + value(random));
        }
      }
    }
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static String key(Random random) {
    return Fuzz.one(random, KEYS);
  }

  private static String value(Random random) {
    String value = Fuzz.one(random, VALUES);
    return random.nextInt(5) == 0 ? value + " " + Fuzz.one(random, VALUES) : value;
  }

  private static String deep(Random random) {
    int depth = Fuzz.one(random, 3, 50, 1000, 20_000);
    String key = key(random);
    return switch (random.nextInt(6)) {
      case 0 -> key + " = " + "[".repeat(depth) + "]".repeat(depth);
      case 1 -> key + " " + "{a".repeat(depth) + "=1" + "}".repeat(depth);
      case 2 -> key + " = " + "[".repeat(depth);
      case 3 -> "a" + ".a".repeat(depth) + " = 1";
      case 4 -> key + " = ${" + key + "} " + "${?x}".repeat(Math.min(depth, 1000));
      default -> "vars { a = ${vars.b}, b = ${vars.c}, c = ${vars.a} }";
    };
  }
}
