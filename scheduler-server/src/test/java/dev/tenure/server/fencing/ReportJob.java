package dev.tenure.server.fencing;

import dev.tenure.job.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * A plug-in's job that writes to a database, behind the guard and without it. Between its check and
 * its write it waits until the file {@code go-NODE} is in its folder, and does not listen to
 * interrupts: so a test can freeze the process just there.
 */
public final class ReportJob implements Job {

  private static final Pattern PARAMETER = Pattern.compile(":(term|day|line)\\b");

  private String url = "";
  private String password = "";
  private String folder = "";
  private String guard = "";
  private String write = "";

  /** Where the database is. */
  public void setUrl(String url) {
    this.url = url;
  }

  /** Of the database's user. */
  public void setPassword(String password) {
    this.password = password;
  }

  /** Where to say how far the run is, and where to wait for leave to go on. */
  public void setFolder(String folder) {
    this.folder = folder;
  }

  /** The statement that must update a row. */
  public void setGuard(String guard) {
    this.guard = guard;
  }

  /** The statement that writes a line. */
  public void setWrite(String write) {
    this.write = write;
  }

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    RunContext run = RunContext.of(context);
    Properties login = new Properties();
    login.setProperty("user", LocalPostgres.USER);
    login.setProperty("password", password);
    try (Connection connection = new Driver().connect(url, login)) {
      connection.setAutoCommit(false);
      // All is well at this moment: the node leads, the run is claimed, the thread not interrupted.
      say("checked-" + run.node() + "-" + run.term());
      awaitLeave(run.node());
      String line = run.node() + " " + run.runId();
      int guarded = execute(connection, guard, run, "guarded " + line);
      if (guarded == 1) {
        execute(connection, write, run, "guarded " + line);
        connection.commit();
      } else {
        connection.rollback();
      }
      execute(connection, write, run, "unguarded " + line);
      connection.commit();
      say("wrote-" + run.node() + "-" + run.term() + (guarded == 1 ? "" : "-refused"));
    } catch (SQLException | IOException e) {
      throw new JobExecutionException(e);
    }
  }

  private void say(String what) throws IOException {
    Files.writeString(Path.of(folder, what), "");
  }

  private void awaitLeave(String node) {
    while (!Files.exists(Path.of(folder, "go-" + node))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static int execute(Connection connection, String sql, RunContext run, String line)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"))) {
      int index = 1;
      for (MatchResult parameter : PARAMETER.matcher(sql).results().toList()) {
        switch (parameter.group(1)) {
          case "term" -> statement.setLong(index, run.term());
          case "day" -> statement.setDate(index, new Date(run.slot().toEpochMilli()));
          default -> statement.setString(index, line);
        }
        index++;
      }
      return statement.executeUpdate();
    }
  }
}
