package dev.tenure.server.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard that the documents recommend, with two writers at once on a real PostgreSQL. */
final class SqlGuardIT {

  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String UNIQUE_VIOLATION = "23505";

  private static LocalPostgres postgres;
  private static DocumentedSql sql;
  private Connection older;
  private Connection newer;

  @BeforeAll
  static void start() throws Exception {
    sql = DocumentedSql.read();
    postgres = LocalPostgres.start();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String table : sql.tables()) {
        statement.execute(table);
      }
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void open() throws SQLException {
    older = postgres.connect();
    newer = postgres.connect();
    try (Statement statement = older.createStatement()) {
      statement.execute("UPDATE fence SET term = 0");
      statement.execute("DELETE FROM report_lines");
    }
    older.setAutoCommit(false);
    newer.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    older.close();
    newer.close();
  }

  @Test
  void theRowLockOrdersTwoWriters() throws Exception {
    assertThat(guard(older, 5)).isOne();
    CompletableFuture<Integer> waiting = inBackground(newer, 7);
    assertThat(write(older, "early")).isOne();
    assertThat(waiting).isNotDone();
    older.commit();

    assertThat(waiting.get(30, TimeUnit.SECONDS)).as("the newer one comes after it").isOne();
    CompletableFuture<Integer> late = inBackground(older, 5);
    write(newer, "new");
    newer.commit();
    assertThat(late.get(30, TimeUnit.SECONDS)).as("the older one finds a newer term").isZero();
    older.rollback();
    assertThat(lines()).isEqualTo("early new");
    assertThat(guard(newer, 7)).as("another run of the same term").isOne();
  }

  @Test
  void aNewerWriterThatRollsBackLeavesTheOlderOneItsTurn() throws Exception {
    assertThat(guard(newer, 7)).isOne();
    write(newer, "never");
    CompletableFuture<Integer> waiting = inBackground(older, 5);
    newer.rollback();

    assertThat(waiting.get(30, TimeUnit.SECONDS)).isOne();
    write(older, "old");
    older.commit();
    assertThat(lines()).isEqualTo("old");
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void stricterIsolationRefusesWithAnError(int level) throws Exception {
    older.setTransactionIsolation(level);
    assertThat(guard(newer, 7)).isOne();
    CompletableFuture<Integer> waiting = inBackground(older, 5);
    newer.commit();
    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(SERIALIZATION_FAILURE));
  }

  @Test
  void aKeyMadeOfTheSlotMakesAWriteIdempotent() throws Exception {
    guard(newer, 7);
    write(newer, "once");
    newer.commit();
    guard(newer, 7);
    assertThatThrownBy(() -> write(newer, "once"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(UNIQUE_VIOLATION));
    newer.rollback();

    guard(newer, 7);
    assertThat(execute(newer, sql.once(), "once")).isZero();
    newer.commit();
    assertThat(lines()).isEqualTo("once");
  }

  /** Lets a writer take the guard while another one holds the row, and waits until it waits. */
  private CompletableFuture<Integer> inBackground(Connection writer, long term) throws Exception {
    CompletableFuture<Integer> updated = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                updated.complete(guard(writer, term));
              } catch (SQLException e) {
                updated.completeExceptionally(e);
              }
            })
        .start();
    await("waits for the row")
        .until(() -> count("SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
    return updated;
  }

  private static int guard(Connection connection, long term) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql.guard().replace(":term", "?"))) {
      statement.setLong(1, term);
      statement.setLong(2, term);
      return statement.executeUpdate();
    }
  }

  private static int write(Connection connection, String line) throws SQLException {
    return execute(connection, sql.write(), line);
  }

  private static int execute(Connection connection, String statement, String line)
      throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement(
            statement.replace(":day", "DATE '2026-01-01'").replace(":line", "?"))) {
      prepared.setString(1, line);
      return prepared.executeUpdate();
    }
  }

  private static String lines() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT string_agg(line, ' ' ORDER BY line) FROM report_lines")) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }

  private static long count(String query) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
