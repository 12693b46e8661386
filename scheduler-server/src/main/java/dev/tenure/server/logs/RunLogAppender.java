package dev.tenure.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.tenure.job.RunContext;
import dev.tenure.runlog.RunLog;
import dev.tenure.runlog.RunLogs;
import java.time.Instant;
import java.util.Optional;

/** Hands each event that belongs to a run to that run's log, on the thread that logged it. */
final class RunLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final RunLogs logs;

  RunLogAppender(RunLogs logs) {
    this.logs = logs;
  }

  @Override
  protected void append(ILoggingEvent event) {
    Optional<RunLog> log = logs.current(event.getMDCPropertyMap().get(RunContext.RUN));
    if (log.isPresent()) {
      log.get()
          .add(
              Instant.ofEpochMilli(event.getTimeStamp()),
              event.getLevel().toString(),
              event.getLoggerName(),
              text(event));
    }
  }

  private static String text(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String message = event.getFormattedMessage();
    return thrown == null ? message : message + "\n" + ThrowableProxyUtil.asString(thrown);
  }
}
