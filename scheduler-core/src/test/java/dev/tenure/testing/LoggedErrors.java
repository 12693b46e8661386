package dev.tenure.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Takes what Tenure logs as an error, instead of the console, for as long as it is open. */
public final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tenure");
  private final Level before = logger.getLevel();

  private LoggedErrors() {}

  /** Listens from now on. */
  public static LoggedErrors taken() {
    LoggedErrors errors = new LoggedErrors();
    errors.start();
    errors.logger.setLevel(Level.WARN);
    errors.logger.setAdditive(false);
    errors.logger.addAppender(errors);
    return errors;
  }

  /** The messages so far that hold the text. */
  public List<String> containing(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  /** Forgets what was logged so far; throws {@link AssertionError} when a defect was among it. */
  public void requireNoDefect() {
    List<String> defects = containing("this is a defect");
    lines.clear();
    if (!defects.isEmpty()) {
      throw new AssertionError(defects.get(0));
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    String thrown = event.getThrowableProxy() == null ? "" : ": " + text(event);
    lines.add(event.getFormattedMessage() + thrown);
  }

  private static String text(ILoggingEvent event) {
    return ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(before);
    stop();
  }
}
