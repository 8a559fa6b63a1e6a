package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.testing.Contract;
import dev.corral.testing.RawCall;
import dev.corral.testing.Refusals;
import dev.corral.testing.Sql;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What one tenant can see of another, and one role do, over every RPC of the contract. */
class IsolationTest {

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String OWN_TABLES =
      "SELECT table_schema || '.' || table_name FROM information_schema.columns"
          + " WHERE column_name = 'tenant_id' AND table_schema IN"
          + " ('kernel', 'tenant', 'directory', 'catalog', 'booking', 'payment', 'stock', 'cart')"
          + " ORDER BY 1";

  private final TestServer server = TestServer.shared();
  private final List<String> tables = Sql.rows(server.databaseUrl(), OWN_TABLES);

  @Test
  void idOfAnotherTenantIsOneThatNeverExisted() {
    Clinic theirs = server.freshClinic();
    ValidRequests theirRequests = ValidRequests.of(theirs);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Clinic own = server.freshClinic(); // an upsert with a foreign id makes a row of its own
      ValidRequests ownRequests = ValidRequests.of(own);
      List<String> foreignIds = ids(theirRequests.fill(rpc));
      List<String> before = rows(theirs);
      for (int i = 0; i < foreignIds.size(); i++) {
        Message valid = ownRequests.fill(rpc);
        String id = ids(valid).get(i);
        String foreign = foreignIds.get(i);
        String unknown = Clinic.newId();
        assertThat(answer(own, rpc, with(valid, id, foreign)).replace(foreign, unknown))
            .as("%s with the foreign id %d of %s", rpc.getFullMethodName(), i, valid)
            .isEqualTo(answer(own, rpc, with(valid, id, unknown)));
      }
      assertThat(rows(theirs)).as(rpc.getFullMethodName()).isEqualTo(before);
    }
  }

  @Test
  void requestFullOfForeignIdsGetsAndChangesNothing() {
    Clinic theirs = server.freshClinic();
    ValidRequests requests = ValidRequests.of(theirs);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Clinic own = server.freshClinic();
      Message request = requests.fill(rpc);
      List<String> before = rows(theirs);
      List<String> sent = ids(request);
      assertThat(UUID.matcher(answer(own, rpc, request)).results().map(MatchResult::group))
          .as("ids that %s told, and was not told", rpc.getFullMethodName())
          .filteredOn(id -> !sent.contains(id) && before.toString().contains(id))
          .isEmpty();
      assertThat(rows(theirs)).as(rpc.getFullMethodName()).isEqualTo(before);
    }
  }

  @Test
  void rolesThatMayCallAreExactlyThoseOfTheContract() {
    Clinic clinic = server.freshClinic();
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      for (Role role : Role.values()) {
        if (role == Role.ROLE_UNSPECIFIED || role == Role.UNRECOGNIZED) {
          continue;
        }
        assertThat(reason(clinic.as(role, Clinic.newId()), rpc).equals("ROLE_NOT_ALLOWED"))
            .as("%s may not call %s", role, rpc.getFullMethodName())
            .isEqualTo(!Contract.access(rpc).getRolesList().contains(role));
      }
    }
  }

  private String reason(Clinic caller, MethodDescriptor<?, ?> rpc) {
    try {
      RawCall.send(channel(caller), rpc, new byte[0]);
      return "OK";
    } catch (StatusRuntimeException e) {
      String reason = Refusals.reason(e);
      assertThat(e.getStatus().getCode().equals(ServerReason.ROLE_NOT_ALLOWED.code()))
          .isEqualTo(reason.equals("ROLE_NOT_ALLOWED"));
      return reason;
    }
  }

  /** The status with its details, or the reply without times, as text. */
  private String answer(Clinic caller, MethodDescriptor<?, ?> rpc, Message request) {
    Role role =
        Contract.access(rpc).getRolesList().contains(Role.ROLE_ADMIN)
            ? Role.ROLE_ADMIN
            : Contract.access(rpc).getRoles(0);
    Channel channel = channel(caller.as(role, "00000000-0000-4000-8000-000000000001"));
    try {
      Message reply =
          ClientCalls.blockingUnaryCall(
              channel, Contract.untyped(rpc), CallOptions.DEFAULT, request);
      return reply.toString().replaceAll("(seconds|nanos): \\d+", "");
    } catch (StatusRuntimeException e) {
      return StatusProto.fromThrowable(e).toString();
    }
  }

  private Channel channel(Clinic caller) {
    return ClientInterceptors.intercept(server.channel(), caller.identity());
  }

  /** The ids in a request, from its first field to its last, its request id left out. */
  private static List<String> ids(Message request) {
    List<String> ids = new ArrayList<>();
    copy(
        request,
        text -> {
          if (UUID.matcher(text).matches()) {
            ids.add(text);
          }
          return text;
        });
    return ids;
  }

  /** The request with another id in one place, under a request id of its own. */
  private static Message with(Message request, String id, String otherId) {
    FieldDescriptor requestId = request.getDescriptorForType().findFieldByName("request_id");
    Message changed = copy(request, text -> text.equals(id) ? otherId : text);
    return requestId == null
        ? changed
        : changed.toBuilder().setField(requestId, Clinic.newId()).build();
  }

  private static Message copy(Message message, UnaryOperator<String> change) {
    Message.Builder copy = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getName().equals("request_id")) {
        continue;
      } else if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          copy.setRepeatedField(field, i, value(field, message.getRepeatedField(field, i), change));
        }
      } else if (!field.hasPresence() || message.hasField(field)) {
        copy.setField(field, value(field, message.getField(field), change));
      }
    }
    return copy.build();
  }

  private static Object value(FieldDescriptor field, Object value, UnaryOperator<String> change) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      return copy((Message) value, change);
    }
    return field.getJavaType() == JavaType.STRING ? change.apply((String) value) : value;
  }

  /** Every row that a tenant has in any table. */
  private List<String> rows(Clinic of) {
    String sql = "SELECT '%1$s', t::text FROM %1$s AS t WHERE t.tenant_id = '%2$s'";
    return Sql.rows(
        server.databaseUrl(),
        tables.stream()
                .map(table -> sql.formatted(table, of.tenantId()))
                .collect(Collectors.joining(" UNION ALL "))
            + " ORDER BY 1, 2");
  }
}
