package dev.corral.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.GetTenantResponse;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.tenant.v1.TenantServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CorralClientTest {

  private static final MethodDescriptor<GetTenantRequest, GetTenantResponse> GET_TENANT =
      TenantServiceGrpc.getGetTenantMethod();
  private static final GetTenantRequest ANY = GetTenantRequest.getDefaultInstance();

  private static Clinic clinic;
  private static CorralClient corral;

  @BeforeAll
  static void open() {
    clinic = new Clinic(RunningServer.shared());
    corral = clinic.connect(RunningServer.shared().target()).build();
  }

  @AfterAll
  static void close() {
    corral.close();
  }

  @Test
  void nothingAtTheAddress() {
    try (CorralClient nowhere = clinic.connect("127.0.0.1:1").build()) {
      CorralException e = failure(() -> nowhere.call(GET_TENANT, ANY));
      assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(e).hasMessageContaining("reached at 127.0.0.1:1").hasMessageContaining("Check");
    }
  }

  @Test
  void tlsToServerWithoutIt() {
    try (CorralClient mistaken =
        clinic
            .connect(RunningServer.shared().target())
            .tls(TlsChannelCredentials.create())
            .withoutRetries()
            .build()) {
      CorralException e = failure(() -> mistaken.call(GET_TENANT, ANY));
      assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(e).hasMessageContaining("TLS needs a server with TLS");
    }
  }

  @Test
  void anExpiredTokenSaysSinceWhen() {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"exp\": 1700000000}".getBytes(StandardCharsets.UTF_8));
    CorralClient expired = corral.as(Credentials.bearer(() -> "e30." + payload + ".c2ln"));
    CorralException e = failure(() -> expired.call(GET_TENANT, ANY));
    assertThat(e.reason()).isEqualTo(Reason.UNAUTHENTICATED);
    assertThat(e).hasMessageContaining("expired at 2023-11-14T22:13:20Z: get a new one");
  }

  @Test
  void anotherBadTokenSaysThatTheServerDoesNotTell() {
    CorralException e =
        failure(() -> corral.as(Credentials.bearer(() -> "x.y.z")).call(GET_TENANT, ANY));
    assertThat(e.reason()).isEqualTo(Reason.UNAUTHENTICATED);
    assertThat(e).hasMessageContaining("Check the credential");
  }

  @Test
  void aServerThatIsOlderThanTheClient() throws IOException {
    Server old = NettyServerBuilder.forPort(0).build().start();
    try (CorralClient client = clinic.connect("localhost:" + old.getPort()).build()) {
      CorralException e = failure(() -> client.call(GET_TENANT, ANY));
      assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_BY_SERVER);
      assertThat(e).hasMessageContaining("Update the server");
    } finally {
      old.shutdownNow();
    }
  }

  @Test
  void aDeadlineThatIsOverSaysHowToLearnWhatBecameOfTheCall() {
    BookAppointmentRequest visit = clinic.visit(corral, 1);
    CorralClient hasty = corral.withDeadline(Duration.ofNanos(1));
    CorralException e =
        failure(() -> hasty.call(BookingServiceGrpc.getBookAppointmentMethod(), visit));
    assertThat(e.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(e).hasMessageContaining(e.requestId().orElseThrow());
  }

  @Test
  void aReachedLimitSaysWhenToComeAgainAndRetriesWaitForIt() {
    Clinic busy = new Clinic(RunningServer.shared());
    CorralClient patient = corral.as(busy.as("ADMIN"));
    corral
        .as(busy.as("PLATFORM"))
        .call(
            TenantServiceGrpc.getSetTenantLimitsMethod(),
            SetTenantLimitsRequest.newBuilder()
                .setLimits(
                    TenantLimits.newBuilder()
                        .setRead(ClassLimits.newBuilder().setCallsPerSecond(5)))
                .build());
    try (CorralClient impatient =
        busy.connect(RunningServer.shared().target()).withoutRetries().build()) {
      CorralException refused = null;
      while (refused == null) { // a new plan holds within seconds
        try {
          impatient.call(GET_TENANT, ANY);
        } catch (CorralException e) {
          refused = e;
        }
      }
      assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_CALLS);
      assertThat(refused.metadata()).containsEntry("limit", "read.calls_per_second");
      assertThat(refused.retryDelay()).get().isNotEqualTo(Duration.ZERO);
    }
    List<CompletableFuture<GetTenantResponse>> all =
        IntStream.range(0, 8).mapToObj(i -> patient.callAsync(GET_TENANT, ANY)).toList();
    assertThat(all).allSatisfy(f -> assertThat(f.join().hasTenant()).isTrue());
  }

  @Test
  void aLostRaceIsNotRepeated() {
    Appointment booked = book(corral, 2);
    Attempts attempts = new Attempts();
    try (CorralClient client =
        clinic.connect(RunningServer.shared().target()).intercept(attempts).build()) {
      CorralException e =
          failure(
              () ->
                  client.call(
                      BookingServiceGrpc.getRescheduleAppointmentMethod(),
                      RescheduleAppointmentRequest.newBuilder()
                          .setAppointmentId(booked.getAppointmentId())
                          .setVersion(7)
                          .build()));
      assertThat(e.reason()).isEqualTo(Reason.STALE_VERSION);
      assertThat(e.metadata()).containsEntry("version", "1");
      assertThat(attempts.count()).isEqualTo(1);
    }
  }

  @Test
  void aCheapReadIsHedgedAndNothingElse() {
    Attempts attempts = new Attempts();
    try (CorralClient client =
        clinic
            .connect(RunningServer.shared().target())
            .hedgeReadsAfter(Duration.ZERO)
            .intercept(attempts)
            .build()) {
      assertThat(client.call(GET_TENANT, ANY).getTenant().getTenantId()).isEqualTo(clinic.tenant());
      assertThat(attempts.count()).isEqualTo(2);
      clinic.visit(client, 0);
      assertThat(attempts.count()).isEqualTo(3);
    }
  }

  @Test
  void futuresFailWithTheSameException() {
    CompletableFuture<?> answer =
        corral.callAsync(
            BookingServiceGrpc.getGetAppointmentMethod(),
            GetAppointmentRequest.newBuilder()
                .setAppointmentId(UUID.randomUUID().toString())
                .build());
    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            CorralException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.APPOINTMENT_NOT_FOUND));
  }

  @Test
  void generatedStubsHaveAllButTheException() {
    var stub = BookingServiceGrpc.newBlockingStub(corral.channel());
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub.cancelAppointment(
                    CancelAppointmentRequest.newBuilder()
                        .setAppointmentId(UUID.randomUUID().toString())
                        .build()));
    // not INVALID_REQUEST: the request id was made
    assertThat(CorralException.of(thrown).reason()).isEqualTo(Reason.APPOINTMENT_NOT_FOUND);
  }

  @Test
  void anAnswerThatIsLostOnTheWayIsAskedForAgain() throws IOException {
    Clinic own = new Clinic(RunningServer.shared());
    Attempts attempts = new Attempts();
    try (LossyProxy proxy = new LossyProxy(RunningServer.shared().port());
        CorralClient client = own.connect(proxy.target()).intercept(attempts).build()) {
      BookAppointmentRequest visit = own.visit(client, 0);
      int before = attempts.count();
      proxy.loseNextAnswer(() -> {});
      String booked =
          client
              .call(BookingServiceGrpc.getBookAppointmentMethod(), visit)
              .getAppointment()
              .getAppointmentId();
      assertThat(attempts.count() - before).isEqualTo(2);
      assertThat(listed(client, own)).containsExactly(booked);
    }
  }

  @Test
  void aServerThatIsKilledBetweenRequestAndAnswerHasTheAnswerWhenItIsBack() throws IOException {
    try (RunningServer server = RunningServer.start();
        LossyProxy proxy = new LossyProxy(server.port())) {
      Clinic own = new Clinic(server);
      try (CorralClient client =
          own.connect(proxy.target()).deadline(Duration.ofSeconds(60)).build()) {
        BookAppointmentRequest visit = own.visit(client, 0);
        proxy.loseNextAnswer(server::killAndRestart);
        String booked =
            client
                .call(BookingServiceGrpc.getBookAppointmentMethod(), visit)
                .getAppointment()
                .getAppointmentId();
        assertThat(listed(client, own)).containsExactly(booked);
      }
    }
  }

  @Test
  void pagesAreReadOneAfterTheOtherEachOnce() {
    Clinic own = new Clinic(RunningServer.shared());
    CorralClient client = corral.as(own.as("ADMIN"));
    List<String> booked =
        Stream.of(0, 10, 20, 30, 40)
            .map(
                n ->
                    client.call(
                        BookingServiceGrpc.getBookAppointmentMethod(), own.visit(client, n)))
            .map(reply -> reply.getAppointment().getAppointmentId())
            .toList();
    assertThat(listed(client, own)).isEqualTo(booked);
    assertThatThrownBy(() -> client.pages(GET_TENANT, ANY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> listed(CorralClient client, Clinic of) {
    return client
        .pages(
            BookingServiceGrpc.getListAppointmentsMethod(),
            ListAppointmentsRequest.newBuilder().setPetId(of.pet()).setPageSize(2).build())
        .flatMap(page -> page.getAppointmentsList().stream())
        .map(Appointment::getAppointmentId)
        .toList();
  }

  private static Appointment book(CorralClient client, int n) {
    return client
        .call(BookingServiceGrpc.getBookAppointmentMethod(), clinic.visit(client, n))
        .getAppointment();
  }

  private static CorralException failure(ThrowingCallable call) {
    return catchThrowableOfType(CorralException.class, call);
  }
}
