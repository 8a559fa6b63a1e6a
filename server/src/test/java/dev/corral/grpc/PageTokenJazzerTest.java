package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Caller;
import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Page tokens that nobody has made: refused, or read as what they say. */
class PageTokenJazzerTest {

  private static final Message FILTER = ListAppointmentsRequest.getDefaultInstance();
  private static final Context CALL =
      Context.ROOT.withValue(
          CallContext.CALLER,
          new Caller(
              "anna", UUID.fromString("00000000-0000-4000-8000-000000000001"), Role.ROLE_ADMIN));
  private static final Page.Position NOWHERE =
      new Page.Position(null, "00000000-0000-4000-8000-000000000002");

  @FuzzTest(maxDuration = "2m")
  void tokenIsReadOrRefused(FuzzedDataProvider data) {
    boolean bound = data.consumeBoolean();
    String text = data.consumeRemainingAsString();
    CALL.run(() -> check(bound ? bound(text) : text));
  }

  private static void check(String token) {
    Page.Position position;
    try {
      position = PageToken.read(token, FILTER);
    } catch (InvalidRequest e) {
      assertThat(e.violations()).hasSize(1);
      return;
    }
    if (!token.isEmpty()) {
      assertThat(PageToken.read(PageToken.write(FILTER, position), FILTER)).isEqualTo(position);
    }
  }

  /** A token with the right binding, and then the text. */
  private static String bound(String text) {
    byte[] valid = Base64.getUrlDecoder().decode(PageToken.write(FILTER, NOWHERE));
    String decoded = new String(valid, StandardCharsets.UTF_8);
    String forged = decoded.substring(0, decoded.indexOf('|') + 1) + text;
    return Base64.getUrlEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8));
  }
}
