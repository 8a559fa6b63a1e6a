package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.limits.LimitSettings;
import dev.corral.limits.Plan;
import dev.corral.limits.ServerLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class ChainTest {

  @Test
  void interceptorsRunInTheirOrder() {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      List<Class<?>> order =
          new Chain(
                  new DevelopmentIdentity(),
                  new ServerLimits(new LimitSettings(Plan.STANDARD, 1, 1, 1)),
                  Duration.ofSeconds(1),
                  timer)
              .interceptors().stream().<Class<?>>map(Object::getClass).toList();
      assertThat(order)
          .as(
              "the log sees every end, failures become statuses inside it, too much is refused before"
                  + " it costs anything, whatever may wait has a deadline, nobody is asked for a role"
                  + " before they are known or spends a limit on what they may not call, and only a valid request reaches a service")
          .containsExactly(
              LogInterceptor.class,
              FailureInterceptor.class,
              AdmissionInterceptor.class,
              DeadlineInterceptor.class,
              IdentityInterceptor.class,
              AccessInterceptor.class,
              LimitInterceptor.class,
              ValidationInterceptor.class);
    }
  }
}
