package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

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
          new Chain(Identity.nobody(), Duration.ofSeconds(1), timer)
              .interceptors().stream().<Class<?>>map(Object::getClass).toList();
      assertThat(order)
          .as(
              "the log sees every end, failures become statuses inside it, nobody is asked for a"
                  + " role before they are known, and only a valid request takes time")
          .containsExactly(
              LogInterceptor.class,
              FailureInterceptor.class,
              IdentityInterceptor.class,
              AccessInterceptor.class,
              ValidationInterceptor.class,
              DeadlineInterceptor.class);
    }
  }
}
