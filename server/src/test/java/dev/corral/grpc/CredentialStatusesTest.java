package dev.corral.grpc;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import dev.corral.kernel.Refused;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;

/** The statuses of credentials that are good, but not for this call or not now. */
class CredentialStatusesTest {

  @Test
  void tenantThatWasNotChosenIsAFieldOfTheMetadata() {
    StatusRuntimeException status = status(ServerReason.TENANT_NOT_CHOSEN);
    assertThat(detail(status, BadRequest.class).getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("x-tenant-id");
  }

  @Test
  void tenantThatIsNotAllowedIsDenied() {
    status(ServerReason.TENANT_NOT_ALLOWED);
  }

  @Test
  void missingKeysAreWorthARetry() {
    StatusRuntimeException status = status(ServerReason.KEYS_UNAVAILABLE);
    assertThat(detail(status, RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(1);
    assertThat(status.getTrailers().get(Statuses.RETRY_PUSHBACK)).isEqualTo("1000");
  }

  private static StatusRuntimeException status(ServerReason reason) {
    Statuses.Ending ending = Statuses.of(new Refused(reason));
    StatusRuntimeException status = ending.status().asRuntimeException(ending.trailers());
    assertRefused(
        reason,
        () -> {
          throw status;
        });
    return status;
  }
}
