package dev.corral.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Hands on each line that this JVM logs at INFO or above, as the server's JSON, with what its
 * exceptions say and those beneath them. Also what gRPC and the driver log past logback. Nothing of
 * it is printed meanwhile.
 */
public final class EverythingLogged implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final java.util.logging.Logger jdkRoot = LogManager.getLogManager().getLogger("");
  private final Consumer<String> reader;
  private final Lines lines = new Lines();
  private final JdkLines jdkLines = new JdkLines();
  private final Map<Level, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Level level = root.getLevel();
  private final ch.qos.logback.core.Appender<ILoggingEvent> printed = root.getAppender("text");

  /** Begins to listen. */
  public EverythingLogged(Consumer<String> reader) {
    this.reader = reader;
    root.setLevel(Level.INFO);
    root.detachAppender(printed);
    lines.start();
    root.addAppender(lines);
    jdkRoot.addHandler(jdkLines);
  }

  /** How many lines there were, by level. */
  public Map<Level, AtomicInteger> counts() {
    return counts;
  }

  @Override
  public void close() {
    root.setLevel(level);
    root.detachAppender(lines);
    root.addAppender(printed);
    jdkRoot.removeHandler(jdkLines);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private final class Lines extends AppenderBase<ILoggingEvent> {

    private final JsonEncoder json = new JsonEncoder();

    @Override
    public void start() {
      setContext(root.getLoggerContext());
      json.setContext(root.getLoggerContext());
      json.setWithFormattedMessage(true);
      json.start();
      super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLoggerName().startsWith("io.zonky.")) {
        return; // PostgreSQL's own log, which the server does not write
      }
      counts.computeIfAbsent(event.getLevel(), unused -> new AtomicInteger()).incrementAndGet();
      reader.accept(new String(json.encode(event), StandardCharsets.UTF_8));
      if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
        reader.accept(trace(thrown.getThrowable()));
      }
    }
  }

  private final class JdkLines extends Handler {

    @Override
    public void publish(LogRecord record) {
      reader.accept(record.getLoggerName() + ": " + record.getMessage());
      if (record.getParameters() != null) {
        reader.accept(java.util.Arrays.deepToString(record.getParameters()));
      }
      if (record.getThrown() != null) {
        reader.accept(trace(record.getThrown()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
