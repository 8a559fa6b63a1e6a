package dev.corral;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corral.booking.v1.Appointment;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.testing.Audit;
import dev.corral.testing.Contract;
import dev.corral.testing.Race;
import dev.corral.testing.RowLock;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others reported of pools, locks and retries, tried on Corral with one connection. */
class PublicDatabaseCasesTest {

  private static TestServer server;
  private final Clinic clinic = server.freshClinic();

  @BeforeAll
  static void startServer() {
    server = TestServer.start(Map.of("CORRAL_POOL_SIZE", "1", "CORRAL_LOCK_TIMEOUT_MS", "5000"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  // 209, spring-attic/spring-authorization-server#1257
  @Test
  void everyRpcNeedsOneConnection() {
    ValidRequests requests = ValidRequests.of(clinic);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      List<Role> roles = Contract.access(rpc).getRolesList();
      Role role = roles.contains(Role.ROLE_ADMIN) ? Role.ROLE_ADMIN : roles.get(0);
      Channel channel =
          ClientInterceptors.intercept(
              server.channel(), clinic.as(role, Clinic.newId()).identity());
      Message reply =
          ClientCalls.blockingUnaryCall(
              channel, Contract.untyped(rpc), CallOptions.DEFAULT, requests.fill(rpc));
      assertThat(reply).as(rpc.getFullMethodName()).isNotNull();
    }
    assertThat(server.violatedInvariants()).isEmpty();
  }

  // 211, divviup/janus PR#995: a serialisation failure and a deadlock, twice each
  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void failureThatARetryMendsIsRetriedAsAWhole(String sqlState) {
    String service = clinic.service(30);
    var request =
        Clinic.booking(clinic.pet(), clinic.at(3, 10, 0), service).setStaffId(clinic.vet());
    failFirst(2, sqlState);
    try {
      clinic.book(request);
    } finally {
      mend();
    }
    assertThat(
            Audit.effects(
                server.databaseUrl(), clinic.tenantId(), "BookAppointment", request.getRequestId()))
        .isEqualTo(1);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  // 211, divviup/janus PR#995
  @Test
  void failureThatLastsIsRetriedABoundedNumberOfTimes() {
    var request =
        Clinic.booking(clinic.pet(), clinic.at(3, 10, 0), clinic.service(30))
            .setStaffId(clinic.vet());
    failFirst(1000, "40001");
    try {
      assertRefused(ServerReason.CONTENDED, () -> clinic.book(request));
      assertThat(Sql.row(server.databaseUrl(), "SELECT last_value FROM public.failure"))
          .as("4 times alone, after once in a lane if it is on")
          .isEqualTo(TestServer.LANE_CALLS_MAX.equals("1") ? "4" : "5");
    } finally {
      mend();
    }
    clinic.book(request);
  }

  // 211, divviup/janus PR#995: a real deadlock, of which the server's transaction is the victim
  @Test
  void victimOfADeadlockSucceedsWhenTheOtherHasEnded() throws Exception {
    Appointment booked =
        clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));
    String of = " WHERE appointment_id = '" + booked.getAppointmentId() + "' FOR UPDATE";
    Thread caller;
    try (RowLock lock = RowLock.on(server.databaseUrl(), "SELECT 1 FROM booking.claim" + of)) {
      caller = Thread.ofVirtual().start(() -> move(booked));
      lock.awaitSomebodyWaits();
      lock.run("SET LOCAL deadlock_timeout = '1min'");
      lock.run("SELECT 1 FROM booking.appointment" + of);
    }
    caller.join();
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(
            Sql.row(
                server.databaseUrl(),
                "SELECT version FROM booking.appointment WHERE appointment_id = '"
                    + booked.getAppointmentId()
                    + "'"))
        .isEqualTo("2");
  }

  // 213, formancehq/ledger#364
  @Test
  void fiftyCallsAtOnceGetFiftyIdsAndWholeAnswers() {
    String service = clinic.service(30);
    List<String> pets = IntStream.range(0, 50).mapToObj(i -> clinic.pet()).toList();
    List<String> vets = IntStream.range(0, 5).mapToObj(i -> clinic.vet()).toList();
    Race<Appointment> race =
        Race.of(
            50,
            i ->
                clinic.book(
                    pets.get(i), vets.get(i % 5), clinic.at(3, i / 5, 30 * (i % 2)), service));
    assertThat(race.refusals()).isEmpty();
    assertThat(race.winners())
        .hasSize(50)
        .allMatch(a -> a.getAllFields().size() >= 11)
        .extracting(Appointment::getAppointmentId)
        .doesNotHaveDuplicates()
        .noneMatch(String::isEmpty);
  }

  private void move(Appointment seen) {
    clinic.bookings().rescheduleAppointment(Clinic.move(seen, clinic.at(3, 12, 0)).build());
  }

  /**
   * Makes the first inserts of an appointment fail; a sequence counts, since it never rolls back.
   */
  private static void failFirst(int times, String sqlState) {
    TestPostgres.execute(
        server.databaseUrl(),
        """
        CREATE SEQUENCE public.failure;
        CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF nextval('public.failure') <= %d THEN
            RAISE EXCEPTION 'planted' USING ERRCODE = '%s';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER planted BEFORE INSERT ON booking.appointment
          FOR EACH ROW EXECUTE FUNCTION public.fail();
        """
            .formatted(times, sqlState));
  }

  private static void mend() {
    TestPostgres.execute(
        server.databaseUrl(), "DROP FUNCTION public.fail CASCADE; DROP SEQUENCE public.failure");
  }
}
