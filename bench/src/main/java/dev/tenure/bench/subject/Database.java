package dev.tenure.bench.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The PostgreSQL of a peer, behind the pool that all of them recommend. */
final class Database {

  private Database() {}

  static HikariDataSource open(Map<String, String> settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(Subjects.value(settings, "url"));
    config.setUsername(Subjects.value(settings, "user"));
    config.setPassword(Subjects.value(settings, "password"));
    config.setMaximumPoolSize(connections(settings));
    return new HikariDataSource(config);
  }

  /** More than there are cores gain nothing; fewer let runs wait for each other. */
  static int connections(Map<String, String> settings) {
    return Math.min(40, 4 + Integer.parseInt(Subjects.value(settings, "threads")));
  }

  static void execute(HikariDataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String resource(String path) throws IOException {
    try (InputStream in = Database.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("no resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
