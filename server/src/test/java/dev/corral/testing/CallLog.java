package dev.corral.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** How long each call took by the server's own clock, from its making until it is closed. */
public final class CallLog implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("corral.call");
  private final Level level = logger.getLevel();
  private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
  private final Calls appender = new Calls();

  /** Begins to listen. */
  public CallLog() {
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** The durations so far, shortest first. */
  public double[] sortedMillis() {
    return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(level);
  }

  private final class Calls extends AppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
      event.getKeyValuePairs().stream()
          .filter(pair -> pair.key.equals("duration_us"))
          .forEach(pair -> millis.add(((Number) pair.value).longValue() / 1e3));
    }
  }
}
