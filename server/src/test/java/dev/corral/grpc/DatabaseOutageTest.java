package dev.corral.grpc;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.errorInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.UpdateTenantRequest;
import dev.corral.testing.Contract;
import dev.corral.testing.RowLock;
import dev.corral.testing.Sql;
import dev.corral.testing.TcpGate;
import dev.corral.testing.TestPostgres;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database breaks, goes away and comes back. */
class DatabaseOutageTest {

  private static final Duration HEALTH_WAIT_MAX = Duration.ofSeconds(15);

  private static TcpGate gate;
  private static TestServer server;
  private static String databaseUrl;
  private final Clinic clinic = server.freshClinic();

  @BeforeAll
  static void startServer() {
    databaseUrl = TestServer.migratedDatabase();
    gate = TcpGate.to(databaseUrl);
    server = TestServer.start(gate.through(databaseUrl), Map.of("CORRAL_POOL_SIZE", "3"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
    gate.close();
  }

  // 171, googleapis/google-cloud-ruby PR#1572
  @Test
  void backendsThatAreTerminatedUnderACallCostNeitherTheCallNorItsOnce() {
    String pet = clinic.pet();
    String service = clinic.service(30);
    BookAppointmentRequest request =
        Clinic.booking(pet, clinic.at(3, 10, 0), service).setStaffId(clinic.vet()).build();
    terminateBackends();
    Appointment booked = clinic.book(request.toBuilder());
    terminateBackends();
    assertThat(clinic.book(request.toBuilder())).isEqualTo(booked);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void databaseThatIsAwayIsUnavailableAndComesBack() throws Exception {
    Clinic caller = clinic;
    awaitHealth(ServingStatus.SERVING);
    gate.shut();
    try {
      StatusRuntimeException thrown =
          catchThrowableOfType(StatusRuntimeException.class, () -> get(caller));
      assertThat(errorInfo(thrown).getReason()).isEqualTo("DATABASE_UNAVAILABLE");
      assertThat(thrown.getStatus().getCode()).isEqualTo(ServerReason.DATABASE_UNAVAILABLE.code());
      assertThat(detail(thrown, RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
      assertThat(thrown.getTrailers().get(Statuses.RETRY_PUSHBACK)).isNotNull();
      assertThat(thrown.getMessage()).doesNotContain("Hikari", "Connection", "localhost", "127.0");
      awaitHealth(ServingStatus.NOT_SERVING);
    } finally {
      gate.reopen();
    }
    awaitHealth(ServingStatus.SERVING);
    get(caller);
  }

  @Test
  void healthIsThatOfTheDatabaseAndNotOfTheQueue() throws Exception {
    TestServer narrow =
        TestServer.start(
            databaseUrl, Map.of("CORRAL_POOL_SIZE", "1", "CORRAL_LOCK_TIMEOUT_MS", "60000"));
    String row = "SELECT 1 FROM tenant.tenant WHERE tenant_id = '" + clinic.tenantId() + "'";
    try (narrow;
        RowLock lock = RowLock.on(databaseUrl, row + " FOR UPDATE")) {
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      catchThrowableOfType(
                          StatusRuntimeException.class,
                          () ->
                              TenantServiceGrpc.newBlockingStub(narrow.channel())
                                  .withInterceptors(clinic.identity())
                                  .withDeadlineAfter(5, TimeUnit.SECONDS)
                                  .updateTenant(update())));
      lock.awaitSomebodyWaits();
      while (caller.isAlive()) {
        assertThat(health(narrow)).isEqualTo(ServingStatus.SERVING);
        caller.join(Duration.ofMillis(100));
      }
    }
  }

  private static UpdateTenantRequest update() {
    return UpdateTenantRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setVersion(1)
        .setSettings(Clinic.settings("UTC"))
        .build();
  }

  private static ServingStatus health(TestServer of) {
    return HealthGrpc.newBlockingStub(of.channel())
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  // 207, grpc/grpc-java#1837
  @Test
  void faultOfTheServerSaysItsIdAndNothingElse() {
    TestPostgres.execute(databaseUrl, "ALTER FUNCTION tenant.get_tenant RENAME TO got_tenant");
    try {
      StatusRuntimeException thrown =
          catchThrowableOfType(StatusRuntimeException.class, () -> get(clinic));
      assertRefused(ServerReason.INTERNAL, () -> get(clinic));
      assertThat(errorInfo(thrown).getMetadataMap()).containsOnlyKeys("error_id");
      assertThat(Stream.of(thrown.getMessage(), errorInfo(thrown).toString()))
          .allSatisfy(
              text ->
                  assertThat(text)
                      .doesNotContainIgnoringCase(
                          "get_tenant", "select", "sql", "exception", "dev.corral.", "42883"));
    } finally {
      TestPostgres.execute(databaseUrl, "ALTER FUNCTION tenant.got_tenant RENAME TO get_tenant");
    }
  }

  private static void get(Clinic caller) {
    caller.tenants().getTenant(GetTenantRequest.getDefaultInstance());
  }

  private static void terminateBackends() {
    List<String> terminated =
        Sql.rows(
            databaseUrl,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'corral'");
    assertThat(terminated).isNotEmpty().containsOnly("t");
  }

  /** Returns when each service has said so. */
  private static void awaitHealth(ServingStatus expected) {
    Stream.concat(Contract.serviceNames().stream(), Stream.of(""))
        .forEach(service -> awaitHealth(service, expected));
  }

  private static void awaitHealth(String service, ServingStatus expected) {
    try (Context.CancellableContext watching = Context.current().withCancellation()) {
      watching.run(
          () -> {
            Iterator<HealthCheckResponse> told =
                HealthGrpc.newBlockingStub(server.channel())
                    .withDeadlineAfter(HEALTH_WAIT_MAX.toSeconds(), TimeUnit.SECONDS)
                    .watch(HealthCheckRequest.newBuilder().setService(service).build());
            while (told.next().getStatus() != expected) {
              assertThat(told.hasNext()).as("%s of %s", expected, service).isTrue();
            }
          });
    }
  }
}
