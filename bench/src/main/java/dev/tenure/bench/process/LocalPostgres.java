package dev.tenure.bench.process;

import dev.tenure.etcd.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of our own: a child process on a free port of 127.0.0.1, with its data in a
 * temporary folder and a password that nobody else knows. Neither an installed cluster nor a
 * running service is touched. It ends with {@link #close()}, and also when this process ends in
 * another way.
 */
public final class LocalPostgres implements AutoCloseable {

  /** Who may do everything. */
  public static final String USER = "tenure";

  /** The shell becomes the server; a guard that it leaves behind ends it when our pipe ends. */
  private static final String GUARDED =
      "exec 3<&0; (trap '' INT HUP TERM; read -r line <&3; kill -QUIT $$ 2>/dev/null) 3<&3 &"
          + " exec \"$@\" 3<&- </dev/null";

  /**
   * As durable as it comes: what was committed is on the disk. Room as for a server of its own; and
   * rows of the past are cleared away all the time, as queues want it.
   */
  private static final List<String> SETTINGS =
      Stream.of(
              "shared_buffers=256MB",
              "max_connections=300",
              "max_wal_size=4GB",
              "autovacuum_naptime=1s",
              "autovacuum_vacuum_cost_delay=0")
          .flatMap(setting -> Stream.of("-c", setting))
          .toList();

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int ATTEMPTS_AT_FREE_PORTS = 3;

  private final Path folder;
  private final int port;
  private final String password;
  private final Process process;

  private LocalPostgres(Path folder, int port, String password, Process process) {
    this.folder = folder;
    this.port = port;
    this.password = password;
    this.process = process;
  }

  /**
   * Starts a server and waits until it answers; a missing one is a failure that says what to do.
   */
  public static LocalPostgres start() throws IOException, InterruptedException {
    Path bin = PostgresPrograms.find();
    Unprivileged user = Unprivileged.find();
    Path folder = Files.createTempDirectory("tenure-postgres-");
    String password = UUID.randomUUID().toString();
    Path secret = Files.writeString(folder.resolve("password"), password);
    user.own(folder, secret);
    List<String> initdb = new ArrayList<>(user.words());
    initdb.addAll(List.of(bin.resolve("initdb").toString(), "-D", folder + "/data"));
    initdb.addAll(List.of("-U", USER, "--auth=scram-sha-256", "--pwfile=" + secret));
    initdb.addAll(List.of("--no-locale", "--encoding=UTF8", "--no-sync"));
    Process made = builder(folder, initdb).start();
    if (made.waitFor() != 0) {
      throw new IllegalStateException("initdb failed:\n" + log(folder));
    }
    for (int attempt = 1; ; attempt++) {
      int port = FreePorts.one();
      List<String> words = new ArrayList<>(user.words());
      words.addAll(List.of("sh", "-c", GUARDED, "sh", bin.resolve("postgres").toString()));
      words.addAll(List.of("-D", folder + "/data", "-h", "127.0.0.1", "-p", "" + port));
      words.addAll(List.of("-c", "unix_socket_directories="));
      words.addAll(SETTINGS);
      LocalPostgres started =
          new LocalPostgres(folder, port, password, builder(folder, words).start());
      if (started.answers()) {
        return started;
      }
      if (attempt == ATTEMPTS_AT_FREE_PORTS || !log(folder).contains("could not bind")) {
        String said = log(folder);
        started.close();
        throw new IllegalStateException("PostgreSQL did not start:\n" + said);
      }
    }
  }

  /** For a driver. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Of {@link #USER}. */
  public String password() {
    return password;
  }

  /** A new connection, which the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, password);
  }

  /** Its processes: the server and those that it made. */
  public Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants());
  }

  @Override
  public void close() {
    try {
      // What SIGTERM means here is to wait for all clients.
      new ProcessBuilder("kill", "-QUIT", "" + process.pid()).start().waitFor();
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Connection connection = connect()) {
        return connection.isValid(10);
      } catch (SQLException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    return false;
  }

  private static ProcessBuilder builder(Path folder, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder;
  }

  private static String log(Path folder) throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
  }
}
