package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corral.common.v1.Role;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.testing.Answers;
import dev.corral.testing.Contract;
import dev.corral.testing.RequestIds;
import dev.corral.testing.ServerLogin;
import dev.corral.testing.Sources;
import dev.corral.testing.Sql;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That it is the functions which keep clients apart, whatever the server in front of them asks. */
class OwnershipInSqlTest {

  /** Functions for clients that are not told who asks: what they tell is for all of them. */
  private static final List<String> FOR_EVERYBODY =
      List.of(
          "catalog.get_product", // what is sold
          "catalog.get_service", // what is offered
          "directory.get_resource", // where a visit is
          "directory.get_staff", // whom one can book
          "tenant.get_tenant"); // the clinic itself

  /** Arguments that name what belongs to the clinic, or to whoever knows it. */
  private static final Set<String> OF_NO_CLIENT =
      Set.of(
          "p_staff_id",
          "p_staff_ids",
          "p_service_id",
          "p_service_ids",
          "p_room_id",
          "p_resource_id",
          "p_product_id",
          "p_guest_token");

  /** What a call says beside the ids that are tried; all that is not here is NULL. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("p_actor_role", "'CLIENT'"),
          Map.entry("p_request_id", "gen_random_uuid()"),
          Map.entry("p_request_hash", "'\\x00'"),
          Map.entry("p_start_time", "date_trunc('minute', now() + interval '300 days')"),
          Map.entry("booking.list_available_slots.p_from", "current_date + 1"),
          Map.entry("booking.list_available_slots.p_to", "current_date + 1"),
          Map.entry("p_guest", "false"),
          Map.entry("p_kind", "'PRODUCT'"),
          Map.entry("p_variant", "''"),
          Map.entry("p_quantity", "1"),
          Map.entry("p_prescription", "''"),
          Map.entry("p_coupon_code", "'SPRING'"),
          Map.entry("p_lines", "'[]'"),
          Map.entry("p_note", "''"),
          Map.entry("p_reason", "''"),
          Map.entry("p_strategy", "'ADD'"),
          Map.entry("p_statuses", "'{}'"),
          Map.entry("p_states", "'{}'"),
          Map.entry("p_staff_ids", "'{}'"),
          Map.entry("p_overdue", "false"),
          Map.entry("p_limit", "10"));

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+([+-]\\d\\d(:?\\d\\d)?)?";

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final ValidRequests theirs = ValidRequests.of(clinic);
  private final String stranger = clinic.client();
  private final Map<String, String> ids = new HashMap<>();
  private ServerLogin login;

  @BeforeEach
  void logIn() {
    login = ServerLogin.on(server.databaseUrl());
    for (MethodDescriptor<?, ?> rpc : clientRpcs()) {
      add(theirs.fill(rpc));
    }
    MethodDescriptor<?, ?> paying = PaymentServiceGrpc.getRecordInvoicePaymentMethod();
    Message payment = theirs.fill(paying);
    Answers.reply(
        ClientInterceptors.intercept(server.channel(), clinic.identity()), paying, payment);
    add(payment);
    ids.put("p_owner_id", theirs.client());
  }

  private void add(Message request) {
    RequestIds.of(request).forEach(id -> ids.put("p_" + id.field(), id.value()));
  }

  @AfterEach
  void logOut() {
    login.close();
  }

  @Test
  void functionForClientsIsToldWhoAsksUnlessItsSubjectIsForEverybody() {
    assertThat(functions().entrySet())
        .filteredOn(
            function ->
                !String.join(" ", function.getValue())
                    .startsWith("p_tenant_id p_actor_id p_actor_role"))
        .extracting(Map.Entry::getKey)
        .containsExactlyElementsOf(FOR_EVERYBODY);
  }

  @Test
  void functionForClientsTakesAnIdThatIsTriedHere() {
    assertThat(functions().entrySet())
        .filteredOn(function -> function.getValue().stream().noneMatch(this::isOwned))
        .extracting(Map.Entry::getKey)
        .containsExactlyElementsOf(FOR_EVERYBODY);
  }

  @Test
  void functionThatIsAskedForAnotherClientsThingsAnswersAsForUnknownOnes() {
    functions()
        .forEach(
            (function, parameters) -> {
              for (String parameter : parameters) {
                if (isOwned(parameter)) {
                  String foreign = ids.get(parameter);
                  String unknown = Clinic.newId();
                  assertThat(call(function, parameters, stranger, parameter, foreign))
                      .as("%s with %s of another client", function, parameter)
                      .isEqualTo(call(function, parameters, stranger, parameter, unknown))
                      .isNotEqualTo(
                          call(function, parameters, theirs.client(), parameter, foreign));
                }
              }
            });
  }

  @Test
  void listThatIsAskedForEverythingGivesTheCallersOwn() {
    functions()
        .forEach(
            (function, parameters) -> {
              if (parameters.contains("p_limit")) {
                assertThat(call(function, parameters, theirs.client(), "", "NULL"))
                    .as(function)
                    .contains(theirs.client());
                assertThat(call(function, parameters, stranger, "", "NULL")).isEqualTo("[]");
              }
            });
  }

  private boolean isOwned(String parameter) {
    return ids.containsKey(parameter) && !OF_NO_CLIENT.contains(parameter);
  }

  /** What a function answers to a client who names one thing; the carts are the client's own. */
  private String call(
      String function, List<String> parameters, String actor, String parameter, String id) {
    String arguments =
        parameters.stream()
            .map(
                name ->
                    name.equals(parameter)
                        ? quoted(id)
                        : argument(function, name, actor, parameters.contains("p_limit")))
            .collect(Collectors.joining(", "));
    return login
        .rows("SELECT f::text FROM " + function + "(" + arguments + ") AS f")
        .toString()
        .replaceAll(TIME, "")
        .replace(id, "");
  }

  private String argument(String function, String name, String actor, boolean isList) {
    return switch (name) {
      case "p_tenant_id" -> quoted(clinic.tenantId());
      case "p_actor_id", "p_owner_id" -> quoted(actor);
      case "p_client_id" -> isList ? "NULL" : quoted(actor);
      case "p_item_id" -> quoted(ids.get("p_product_id"));
      case "p_service_ids" -> quoted("{" + ids.get("p_service_ids") + "}");
      default -> VALUES.getOrDefault(function + "." + name, VALUES.getOrDefault(name, "NULL"));
    };
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static List<MethodDescriptor<?, ?>> clientRpcs() {
    return Contract.rpcs().stream()
        .<MethodDescriptor<?, ?>>filter(
            rpc -> Contract.access(rpc).getRolesList().contains(Role.ROLE_CLIENT))
        .toList();
  }

  /** The functions of the RPCs of clients, and their parameters as the catalogue has them. */
  private Map<String, List<String>> functions() {
    Set<String> names =
        clientRpcs().stream()
            .map(MethodDescriptor::getBareMethodName)
            .collect(Collectors.toUnmodifiableSet());
    Map<String, List<String>> functions = new TreeMap<>();
    Sources.rpcs().stream()
        .filter(rpc -> names.contains(rpc.name()))
        .map(LayersTest::function)
        .forEach(
            function ->
                functions.put(
                    function,
                    Arrays.asList(
                        Sql.row(
                                server.databaseUrl(),
                                "SELECT array_to_string(f.proargnames[1:f.pronargs], ',')"
                                    + " FROM pg_proc AS f WHERE f.oid = '"
                                    + function
                                    + "'::regproc")
                            .split(","))));
    assertThat(functions).hasSameSizeAs(names);
    return functions;
  }
}
