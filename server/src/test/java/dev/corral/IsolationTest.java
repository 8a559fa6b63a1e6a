package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.testing.Answers;
import dev.corral.testing.Contract;
import dev.corral.testing.RawCall;
import dev.corral.testing.Refusals;
import dev.corral.testing.RequestIds;
import dev.corral.testing.TenantRows;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

/** What one tenant can see of another, and one role do, over every RPC of the contract. */
class IsolationTest {

  private final TestServer server = TestServer.shared();

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
        assertThat(answer(own, rpc, RequestIds.with(valid, id, foreign)).replace(foreign, unknown))
            .as("%s with the foreign id %d of %s", rpc.getFullMethodName(), i, valid)
            .isEqualTo(answer(own, rpc, RequestIds.with(valid, id, unknown)));
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
      assertThat(
              RequestIds.UUID_TEXT
                  .matcher(answer(own, rpc, request))
                  .results()
                  .map(MatchResult::group))
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
    return Answers.text(
        channel(caller.as(role, "00000000-0000-4000-8000-000000000001")), rpc, request);
  }

  private Channel channel(Clinic caller) {
    return ClientInterceptors.intercept(server.channel(), caller.identity());
  }

  private List<String> rows(Clinic of) {
    return TenantRows.of(server.databaseUrl(), of.tenantId());
  }

  private static List<String> ids(Message request) {
    return RequestIds.of(request).stream().map(RequestIds.Id::value).toList();
  }
}
