package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Sources;
import dev.corral.testing.Sources.Rpc;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One RPC has one name in every layer, so that a reader finds it in each. */
class LayersTest {

  /** Functions that keep the name under which older deployments look for them. */
  private static final Map<String, String> KEPT_NAMES =
      Map.of(
          "BookAppointment", "book_appointment_atomic",
          "RescheduleAppointment", "reschedule_appointment_atomic",
          "MergeCart", "merge_cart_atomic",
          "Checkout", "process_checkout");

  @Test
  void contractHasServices() {
    assertThat(Sources.domains()).contains("tenant", "directory", "catalog", "booking");
  }

  @Test
  void serviceClassHasAMethodForEachRpc() {
    assertEach(
        "<Service>GrpcService.java has the RPC's method",
        rpc ->
            Pattern.compile("public void " + method(rpc) + "\\s*\\(")
                .matcher(Sources.textOrEmpty(java(rpc) + rpc.service() + "GrpcService.java"))
                .find());
  }

  @Test
  void storeHasAMethodForEachRpc() {
    assertEach(
        "a *Store.java of the domain declares the RPC's method and names its function",
        rpc ->
            Sources.below(java(rpc), name -> name.endsWith("Store.java")).stream()
                .anyMatch(
                    store ->
                        Pattern.compile("(?m)^  [\\w.<>, ]+\\s" + method(rpc) + "\\s*\\(")
                                .matcher(store.javaCode())
                                .find()
                            && store.text().contains('"' + function(rpc) + '"')));
  }

  @Test
  void databaseHasAFunctionForEachRpc() {
    Set<String> files =
        Sources.sql("R__").stream().map(Sources.Source::path).collect(Collectors.toSet());
    assertEach(
        "R__<domain>_<rpc>.sql is there",
        rpc ->
            files.contains(
                "migrations/src/main/resources/db/%s/R__%s.sql"
                    .formatted(rpc.domain(), function(rpc).replace('.', '_'))));
  }

  @Test
  void documentationHasAHeadingForEachRpc() {
    assertEach(
        "docs/api/<domain>.md has a heading with the RPC's name",
        rpc ->
            Pattern.compile("(?m)^##{1,2} " + rpc.name() + "\\s*$")
                .matcher(Sources.textOrEmpty("docs/api/" + rpc.domain() + ".md"))
                .find());
  }

  @Test
  void noNewFunctionIsCalledAtomic() {
    assertThat(Sources.sql("R__").stream().map(Sources.Source::name))
        .filteredOn(name -> name.endsWith("_atomic.sql"))
        .as("all functions are atomic; three keep an old name that says it")
        .allMatch(
            name ->
                KEPT_NAMES.values().stream().anyMatch(old -> name.endsWith('_' + old + ".sql")));
  }

  private static void assertEach(String rule, Predicate<Rpc> holds) {
    List<Rpc> without = Sources.rpcs().stream().filter(holds.negate()).toList();
    assertThat(without).as(rule).isEmpty();
  }

  private static String java(Rpc rpc) {
    return "server/src/main/java/dev/corral/" + rpc.domain() + "/";
  }

  private static String method(Rpc rpc) {
    return rpc.name().substring(0, 1).toLowerCase(Locale.ROOT) + rpc.name().substring(1);
  }

  static String function(Rpc rpc) {
    String snake = rpc.name().replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return rpc.domain() + '.' + KEPT_NAMES.getOrDefault(rpc.name(), snake);
  }
}
