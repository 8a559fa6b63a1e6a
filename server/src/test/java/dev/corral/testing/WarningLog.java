package dev.corral.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this JVM logs at WARN or above, from its making until it is closed. */
public final class WarningLog implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  /** Begins to listen. */
  public WarningLog() {
    appender.start();
    root.addAppender(appender);
  }

  /** Every line so far, without its stack trace. */
  public List<String> lines() {
    synchronized (appender) {
      return List.copyOf(appender.list).stream()
          .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .filter(event -> !event.getLoggerName().startsWith("io.zonky.")) // of the test itself
          .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
          .toList();
    }
  }

  @Override
  public void close() {
    root.detachAppender(appender);
  }
}
