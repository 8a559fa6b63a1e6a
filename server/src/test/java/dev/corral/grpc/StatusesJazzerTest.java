package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.rpc.ErrorInfo;
import dev.corral.kernel.Faults;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Refused;
import dev.corral.testing.Refusals;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.LoggerFactory;

/** Whatever is thrown has one status, and of what the database says nothing gets into it. */
class StatusesJazzerTest {

  private static final String SECRET = "SECRET of the inside";
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Statuses.class);
  private static final List<Outcome> REFUSALS =
      Arrays.stream(Outcome.values()).filter(outcome -> outcome != Outcome.OK).toList();

  @BeforeAll
  static void silenceTheLog() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @FuzzTest(maxDuration = "2m")
  void whateverIsThrownHasOneStatus(FuzzedDataProvider data) {
    Statuses.Ending ending = Statuses.of(thrown(data));
    StatusRuntimeException status = ending.status().asRuntimeException(ending.trailers());
    ErrorInfo info = Refusals.errorInfo(status);
    assertThat(info.getDomain()).isEqualTo(Statuses.DOMAIN);
    assertThat(status.getStatus().getCode()).isNotIn(Code.OK, Code.UNKNOWN);
    assertThat(status.getStatus().getDescription()).isNotBlank().doesNotContain(SECRET);
    assertThat(info.getMetadataMap().toString()).doesNotContain(SECRET);
  }

  private static Throwable thrown(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 6)) {
      case 0 -> new Refused(data.pickValue(REFUSALS), values(data), List.of());
      case 1 -> new Refused(data.pickValue(ServerReason.values()), values(data), List.of());
      case 2 -> new InvalidRequest(data.consumeString(100), data.consumeString(1000));
      case 3 -> Faults.expired();
      case 4 -> Faults.of(new SQLException(SECRET + data.consumeString(40), data.consumeString(6)));
      case 5 ->
          Faults.of(
              new IllegalStateException(
                  SECRET, new SQLTransientConnectionException(SECRET, data.consumeString(5))));
      default -> new StackOverflowError(SECRET);
    };
  }

  private static Map<String, String> values(FuzzedDataProvider data) {
    return data.consumeBoolean()
        ? Map.of()
        : Map.of(data.consumeString(20), data.consumeString(200));
  }
}
