package dev.tenure.server.logs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.tenure.model.NodeName;
import dev.tenure.runlog.LogTap;
import dev.tenure.runlog.RunLogs;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Listens at the root of Logback: to all that the levels of the loggers let through. */
public final class LogbackTap implements LogTap {

  private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogbackTap.class);

  /** Of the logging context, for all lines of the process. */
  private static final String NODE = "node";

  @Override
  public Open open(NodeName node, RunLogs logs) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      log.warn(
          "slf4j is bound to {} and not to Logback: what jobs log is not in the logs of their runs",
          factory.getClass().getName());
      return () -> {};
    }
    context.putProperty(NODE, node.value());
    RunLogAppender appender = new RunLogAppender(logs);
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    return () -> {
      root.detachAppender(appender);
      appender.stop();
    };
  }
}
