package dev.corral.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.common.v1.Role;
import dev.corral.tenant.v1.GetTenantRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaneQueueTest {

  private static final SqlFunction<GetTenantRequest, Boolean> FUNCTION =
      SqlFunction.<GetTenantRequest>reading("tenant.get_tenant").returning(row -> true);

  private final LaneQueue<GetTenantRequest, Boolean> queue = new LaneQueue<>(FUNCTION);

  @Test
  void tenantWithManyCallsTakesNoMorePlacesThanTheOthersWant() {
    add("loud", 1_000);
    List<String> others = Stream.of("a", "b", "c", "d", "e").toList();
    others.forEach(tenant -> add(tenant, 2));

    List<String> taken = take(12);
    assertThat(taken.stream().filter("loud"::equals)).hasSize(2);
    others.forEach(
        tenant -> assertThat(taken.stream().filter(tenant::equals)).as(tenant).hasSize(2));
    assertThat(take(64)).as("nobody else is left").hasSize(64).containsOnly("loud");
  }

  @Test
  void tenantsThatDidNotFitAreFirstInTheNextStatement() {
    List<String> tenants = Stream.iterate(0, i -> i + 1).limit(100).map(i -> "t" + i).toList();
    tenants.forEach(tenant -> add(tenant, 2));
    List<String> first = take(64);
    List<String> second = take(64);
    assertThat(first).doesNotHaveDuplicates();
    assertThat(second.stream().distinct().filter(t -> !first.contains(t)))
        .as("the other 36 come before anybody's second call")
        .hasSize(36);
    take(72);
    assertThat(queue.isEmpty()).isTrue();
  }

  private void add(String tenant, int calls) {
    Caller caller = new Caller(tenant, new UUID(0, 1), Role.ROLE_ADMIN);
    for (int i = 0; i < calls; i++) {
      queue.add(
          new LaneCall<>(FUNCTION, new Call<>(caller, GetTenantRequest.getDefaultInstance())));
    }
  }

  private List<String> take(int max) {
    return queue.take(max).calls().stream().map(LaneCall::tenantId).toList();
  }
}
