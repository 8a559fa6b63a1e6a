package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.limits.LimitSettings;
import dev.corral.limits.Plan;
import dev.corral.limits.ServerLimits;
import io.grpc.Metadata;
import org.junit.jupiter.api.Test;

class AdmissionInterceptorTest {

  private final Limits limits = new ServerLimits(new LimitSettings(Plan.STANDARD, 1, 1, 1));

  @Test
  void permitComesBackWhenWhatFollowsBreaksDown() {
    AdmissionInterceptor admission = new AdmissionInterceptor(limits);
    StackOverflowError thrown =
        catchThrowableOfType(
            StackOverflowError.class,
            () ->
                admission.interceptCall(
                    null,
                    new Metadata(),
                    (call, headers) -> {
                      throw new StackOverflowError();
                    }));
    assertThat(thrown).isNotNull();
    limits.enterServer().release();
  }
}
