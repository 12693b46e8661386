package dev.tenure.server.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.cli.Launched;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/**
 * A leader's process is frozen between its job's check and its write; a new leader wins and writes;
 * the old one wakes and writes. Judged from the tables of a PostgreSQL that knows nothing of
 * Tenure.
 */
final class FencingIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final List<Launched> nodes = new ArrayList<>();
  private LocalPostgres postgres;
  private String root;

  @BeforeEach
  void start() throws Exception {
    DocumentedSql sql = DocumentedSql.read();
    postgres = LocalPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String table : sql.tables()) {
        statement.execute(table);
      }
    }
    root = etcd.freshRoot().replaceAll("/$", "");
    plugin();
    Files.writeString(
        folder.resolve("jobs.conf"),
        """
        jobs.report {
          class = "%s", every = 1s, concurrency = forbid
          data {
            url = "%s", password = "%s", folder = "%s"
            guard = \"""%s\"""
            write = \"""%s\"""
          }
        }
        """
            .formatted(
                ReportJob.class.getName(),
                postgres.url(),
                postgres.password(),
                folder,
                sql.guard(),
                sql.write()));
  }

  @AfterEach
  void end() {
    nodes.forEach(Launched::close);
    postgres.close();
  }

  @Test
  void theGuardRefusesALeaderThatWasFrozenBetweenItsCheckAndItsWrite() throws Exception {
    Launched old = node("node-1");
    awaitFile("checked-node-1");
    old.signal("STOP");
    leave("node-2");
    node("node-2");
    long newTerm = Long.parseLong(awaitFile("wrote-node-2").substring("wrote-node-2-".length()));
    assertThat(lines("node-2")).contains("guarded", "unguarded");
    assertThat(lines("node-1")).as("while it is frozen").isEmpty();

    leave("node-1");
    old.signal("CONT");
    String outcome = awaitFile("wrote-node-1");

    assertThat(outcome).as("what the zombie's run says of itself").endsWith("-refused");
    assertThat(Long.parseLong(outcome.split("-", -1)[3])).isPositive().isLessThan(newTerm);
    assertThat(lines("node-1"))
        .as("behind the guard nothing; without it the zombie's line is there")
        .containsExactly("unguarded");
    assertThat(fence()).isEqualTo(newTerm);
    int before = lines("node-2").size();
    await("the new leader goes on writing")
        .atMost(LIMIT)
        .until(() -> lines("node-2").size() > before + 1);
  }

  private Launched node(String name) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            tenure {
              node.name = %s
              etcd { endpoints = "%s", root = "%s" }
              session.ttl = 3s
              http.bind = "127.0.0.1:0"
              plugins.dir = "plugins"
            }
            """
                .formatted(name, String.join(",", etcd.etcd().endpoints()), root));
    Launched started =
        Launched.tenure(folder, Map.of(), "node", "--config", configuration.toString());
    nodes.add(started);
    return started;
  }

  /** The job and its JDBC driver, as the jars of a plug-in lie in its folder. */
  private void plugin() throws Exception {
    Path plugin = Files.createDirectories(folder.resolve("plugins/report"));
    Path driver = Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.copy(driver, plugin.resolve("postgresql.jar"));
    try (OutputStream file = Files.newOutputStream(plugin.resolve("report.jar"));
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> each : List.of(ReportJob.class, LocalPostgres.class)) {
        String name = each.getName().replace('.', '/') + ".class";
        try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
          out.putNextEntry(new JarEntry(name));
          assertThat(in).isNotNull();
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
  }

  private void leave(String node) throws IOException {
    Files.writeString(folder.resolve("go-" + node), "");
  }

  /** The name of the first file that begins so, once there is one. */
  private String awaitFile(String beginning) throws IOException {
    await(beginning)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !files(beginning).isEmpty());
    return files(beginning).get(0);
  }

  private List<String> files(String beginning) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(beginning))
          .sorted()
          .toList();
    }
  }

  /** The first words of the lines that a node's runs wrote. */
  private List<String> lines(String node) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT line FROM report_lines")) {
      while (result.next()) {
        String[] words = result.getString(1).split(" ", -1);
        if (words[1].equals(node)) {
          lines.add(words[0]);
        }
      }
    }
    return lines;
  }

  private long fence() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT term FROM fence WHERE resource = 'report'")) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
