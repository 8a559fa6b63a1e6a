package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.testing.Contract;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The standard services that stand beside Corral's own. */
class HealthAndReflectionTest {

  private final TestServer server = TestServer.shared();

  @Test
  void eachServiceAndTheServerAsAWholeAreServing() {
    for (String service : Contract.serviceNames()) {
      assertThat(health(service)).as(service).isEqualTo(ServingStatus.SERVING);
    }
    assertThat(health("")).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void serviceThatDoesNotExistHasNoHealth() {
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> health("corral.none.v1.None"));
    assertThat(thrown.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void reflectionListsEveryServiceOfTheContract() throws Exception {
    ServerReflectionResponse listed =
        reflect(ServerReflectionRequest.newBuilder().setListServices("*").build());
    assertThat(listed.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .containsAll(Contract.serviceNames())
        .contains("grpc.health.v1.Health");
  }

  @Test
  void reflectionKnowsTheFileOfEveryService() throws Exception {
    for (String service : Contract.serviceNames()) {
      ServerReflectionResponse file =
          reflect(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build());
      assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount())
          .as(service)
          .isPositive();
    }
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private ServerReflectionResponse reflect(ServerReflectionRequest request) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    answer.completeExceptionally(thrown);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return answer.get(10, TimeUnit.SECONDS);
  }
}
