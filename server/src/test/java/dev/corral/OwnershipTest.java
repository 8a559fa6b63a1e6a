package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.corral.common.v1.Role;
import dev.corral.testing.Answers;
import dev.corral.testing.Contract;
import dev.corral.testing.RequestIds;
import dev.corral.testing.RequestIds.Id;
import dev.corral.testing.TenantRows;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What one client can see and change of another client of the same clinic, by every RPC. */
class OwnershipTest {

  /**
   * The fields that name what belongs to the clinic, and the token of a guest: whoever knows it has
   * the cart. Every other id counts as a client's, so an RPC that is new is tried with it, or has
   * to be taught here.
   */
  private static final Set<String> OF_NO_CLIENT =
      Set.of(
          "staff_id",
          "staff_ids",
          "service_id",
          "service_ids",
          "room_id",
          "resource_id",
          "product_id",
          "guest_token");

  /** The RPCs of clients whose requests name nothing that a client has. */
  private static final Set<String> WITHOUT_AN_OWNER =
      Set.of("GetTenant", "GetStaff", "GetResource", "GetService", "GetProduct");

  /** The fields that staff alone may send. */
  private static final Set<String> OF_STAFF = Set.of("overlap_override");

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final ValidRequests theirs = ValidRequests.of(clinic);
  private final ValidRequests own = ValidRequests.of(clinic);

  @Test
  void idOfAnotherClientIsOneThatNeverExisted() {
    for (MethodDescriptor<?, ?> rpc : clientRpcs()) {
      List<String> foreignIds = owned(fill(theirs, rpc));
      for (int i = 0; i < foreignIds.size(); i++) {
        Message request = fill(own, rpc);
        String id = owned(request).get(i);
        String foreign = foreignIds.get(i);
        String unknown = Clinic.newId();
        List<String> before = rowsWith(foreign);
        assertThat(
                answer(own, rpc, RequestIds.with(request, id, foreign)).replace(foreign, unknown))
            .as("%s with the foreign id %d of %s", rpc.getFullMethodName(), i, request)
            .isEqualTo(answer(own, rpc, RequestIds.with(request, id, unknown)));
        assertThat(rowsWith(foreign)).as(rpc.getFullMethodName()).isEqualTo(before);
      }
    }
  }

  @Test
  void requestOfAnotherClientGetsAndChangesNothing() {
    Set<String> withoutAnOwner = new TreeSet<>();
    for (MethodDescriptor<?, ?> rpc : clientRpcs()) {
      Message request = fill(theirs, rpc);
      if (owned(request).isEmpty()) {
        withoutAnOwner.add(rpc.getBareMethodName());
        continue;
      }
      List<String> before = theirRows(request);
      Map<String, String> unknown = new HashMap<>();
      owned(request).forEach(id -> unknown.put(id, Clinic.newId()));
      Message unknownToAll =
          RequestIds.changed(request, (field, text) -> unknown.getOrDefault(text, text));
      String answer = answer(own, rpc, RequestIds.fresh(request));
      for (Map.Entry<String, String> id : unknown.entrySet()) {
        answer = answer.replace(id.getKey(), id.getValue());
      }
      assertThat(answer)
          .as("%s with %s", rpc.getFullMethodName(), request)
          .isEqualTo(answer(own, rpc, RequestIds.fresh(unknownToAll)));
      assertThat(theirRows(request)).as(rpc.getFullMethodName()).isEqualTo(before);
      assertThat(Answers.reply(channel(theirs), rpc, RequestIds.fresh(request)))
          .as("%s by the client whose request it is", rpc.getFullMethodName())
          .isNotNull();
    }
    assertThat(withoutAnOwner)
        .as("RPCs of clients that name nothing of a client")
        .isEqualTo(new TreeSet<>(WITHOUT_AN_OWNER));
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void listsHoldOnlyWhatIsTheCallersOwn() {
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      theirs.fill(rpc); // which makes rows of every kind
      own.fill(rpc);
    }
    for (MethodDescriptor<?, ?> rpc : clientRpcs()) {
      Descriptor type = Contract.schema(rpc).getInputType();
      if (type.findFieldByName("page_token") == null) {
        continue;
      }
      Message everything = DynamicMessage.getDefaultInstance(type);
      Message theirReply = Answers.reply(channel(theirs), rpc, everything);
      assertThat(theirReply.toString()).as("%s lists something", rpc).contains(theirs.client());
      assertThat(answer(own, rpc, everything))
          .as(rpc.getFullMethodName())
          .contains(own.client())
          .doesNotContain(theirs.client());
      for (FieldDescriptor field : type.getFields()) {
        if (field.getName().endsWith("_id") && isOwned(field.getName())) {
          String foreign = first(theirReply, field.getName());
          Message asked = everything.toBuilder().setField(field, foreign).build();
          assertThat(answer(theirs, rpc, asked)).as("%s", asked).contains(theirs.client());
          assertThat(answer(own, rpc, asked))
              .as("%s of %s", rpc.getFullMethodName(), asked)
              .isEqualTo(answer(own, rpc, RequestIds.with(asked, foreign, Clinic.newId())));
        }
      }
    }
  }

  private static List<MethodDescriptor<?, ?>> clientRpcs() {
    return Contract.rpcs().stream()
        .<MethodDescriptor<?, ?>>filter(
            rpc -> Contract.access(rpc).getRolesList().contains(Role.ROLE_CLIENT))
        .toList();
  }

  /** A request that the client may send. */
  private static Message fill(ValidRequests requests, MethodDescriptor<?, ?> rpc) {
    Message.Builder request = requests.fill(rpc).toBuilder();
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (OF_STAFF.contains(field.getName())) {
        request.clearField(field);
      }
    }
    return request.build();
  }

  private static List<String> owned(Message request) {
    return RequestIds.of(request).stream()
        .filter(id -> isOwned(id.field()))
        .map(Id::value)
        .distinct()
        .toList();
  }

  private static boolean isOwned(String field) {
    return !OF_NO_CLIENT.contains(field);
  }

  /** The text of the first field of a name, at any depth. */
  private static String first(Message message, String name) {
    List<String> found = new ArrayList<>();
    RequestIds.changed(
        message,
        (field, text) -> {
          if (field.getName().equals(name)) {
            found.add(text);
          }
          return text;
        });
    return found.get(0);
  }

  private String answer(ValidRequests caller, MethodDescriptor<?, ?> rpc, Message request) {
    return Answers.text(channel(caller), rpc, request);
  }

  private Channel channel(ValidRequests caller) {
    return ClientInterceptors.intercept(
        server.channel(), clinic.asClient(caller.client()).identity());
  }

  private List<String> theirRows(Message request) {
    List<String> marks = new ArrayList<>(owned(request));
    marks.add(theirs.client());
    return TenantRows.of(server.databaseUrl(), clinic.tenantId()).stream()
        .filter(row -> marks.stream().anyMatch(row::contains))
        .toList();
  }

  private List<String> rowsWith(String id) {
    return TenantRows.of(server.databaseUrl(), clinic.tenantId()).stream()
        .filter(row -> row.contains(id) || row.contains(theirs.client()))
        .toList();
  }
}
