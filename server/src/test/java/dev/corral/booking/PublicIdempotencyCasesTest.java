package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.common.v1.Role;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.GetClientRequest;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Contract;
import dev.corral.testing.Race;
import dev.corral.testing.RawCall;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others reported of retries, keys and tenants, tried on Corral. */
class PublicIdempotencyCasesTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final String service = clinic.service(30);
  private final String vet = clinic.vet();
  private final BookAppointmentRequest request =
      Clinic.booking(clinic.pet(), clinic.at(3, 10, 0), service).setStaffId(vet).build();

  // 161, Square developer forum thread 13153
  @Test
  void keyWithAnotherPayloadIsRefusedAndChangesNothing() {
    Appointment booked = clinic.book(request.toBuilder());
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> clinic.book(request.toBuilder().setStartTime(Clinic.timestamp(clinic.at(3, 12, 0)))));
    assertRefused(
        Outcome.REQUEST_ID_REUSED, () -> clinic.book(request.toBuilder().setNote("other")));
    assertThat(clinic.now(booked)).isEqualTo(booked);
    assertThat(list(clinic)).containsExactly(booked);
  }

  // 163, stripe/stripe-ruby#598
  @Test
  void keyOfOneMethodMeansNothingToAnother() {
    Appointment booked = clinic.book(request.toBuilder());
    Appointment cancelled =
        clinic
            .bookings()
            .cancelAppointment(
                CancelAppointmentRequest.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setAppointmentId(booked.getAppointmentId())
                    .build())
            .getAppointment();
    assertThat(cancelled.getVersion()).isEqualTo(2);
    assertThat(clinic.book(request.toBuilder())).isEqualTo(booked);
  }

  // 165, paveg/hono-idempotency#126
  @Test
  void answerOfOneTenantIsNeverGivenToAnother() {
    UpsertClientRequest same =
        UpsertClientRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setClient(Client.newBuilder().setClientId(Clinic.newId()).setDisplayName("Same"))
            .build();
    Client first = clinic.directory().upsertClient(same).getClient();
    Clinic other = server.freshClinic();
    assertRefused(
        Outcome.CLIENT_NOT_FOUND,
        () ->
            other
                .directory()
                .getClient(GetClientRequest.newBuilder().setClientId(first.getClientId()).build()));
    Client second = other.directory().upsertClient(same).getClient();
    assertThat(second.getUpdateTime()).isNotEqualTo(first.getUpdateTime());
    Appointment booked = clinic.book(request.toBuilder());
    assertRefused(Outcome.PET_NOT_FOUND, () -> other.book(request.toBuilder()));
    assertThat(list(other)).isEmpty();
    assertThat(list(clinic)).containsExactly(booked);
  }

  // 167, jcagarcia/grape-idempotency#10
  @Test
  void keyThatIsStillRunningRunsOnce() {
    Race<Appointment> race = Race.of(12, i -> clinic.book(request.toBuilder()));
    assertThat(race.refusals()).isEmpty();
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(list(clinic)).hasSize(1);
    assertThat(effects()).isEqualTo(1);
  }

  // 169, KanishJebaMathewM/Truxify#3539
  @Test
  void refusalDoesNotUseUpItsKey() {
    assertThat(violatedFields(() -> clinic.book(request.toBuilder().setPetId("no"))))
        .containsExactly("pet_id");
    assertRefused(
        Outcome.TIME_IN_PAST,
        () ->
            clinic.book(request.toBuilder().setStartTime(Clinic.timestamp(clinic.at(-3, 10, 0)))));
    Appointment booked = clinic.book(request.toBuilder());
    assertThat(clinic.book(request.toBuilder())).isEqualTo(booked);
    assertThat(effects()).isEqualTo(1);
  }

  // 171, googleapis/google-cloud-ruby PR#1572
  @Test
  void requestThatIsSentAgainGetsTheFirstAnswerWhateverHasHappenedSince() {
    Appointment booked = clinic.book(request.toBuilder());
    clinic.bookings().cancelAppointment(Clinic.cancellation(booked).build());
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    assertThat(clinic.book(request.toBuilder())).isEqualTo(booked);
    assertThat(effects()).isEqualTo(1);
  }

  // 185, Arvo-AI/aurora PR#259
  @Test
  void callWithoutATenantReachesNothing() {
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      assertRefused(
          ServerReason.UNAUTHENTICATED, () -> RawCall.send(server.channel(), rpc, new byte[0]));
    }
  }

  // 187, OpenAEV-Platform/openaev PR#5559
  @Test
  void idOfAnotherTenantIsOneThatNeverExisted() {
    Appointment booked = clinic.book(request.toBuilder());
    Clinic other = server.freshClinic();
    GetAppointmentRequest foreign =
        GetAppointmentRequest.newBuilder().setAppointmentId(booked.getAppointmentId()).build();
    GetAppointmentRequest unknown =
        GetAppointmentRequest.newBuilder().setAppointmentId(Clinic.newId()).build();
    assertThat(
            assertRefused(
                Outcome.APPOINTMENT_NOT_FOUND, () -> other.bookings().getAppointment(foreign)))
        .isEqualTo(
            assertRefused(
                Outcome.APPOINTMENT_NOT_FOUND, () -> other.bookings().getAppointment(unknown)));
  }

  // 201, deverman/FocusRelayMCP#146
  @Test
  void pageTokenIsGoodOnlyForItsFilterAndItsCaller() {
    for (int hour = 8; hour < 11; hour++) {
      clinic.book(clinic.pet(), vet, clinic.at(4, hour, 0), service);
    }
    ListAppointmentsRequest filter =
        ListAppointmentsRequest.newBuilder().setStaffId(vet).setPageSize(1).build();
    ListAppointmentsResponse page = clinic.bookings().listAppointments(filter);
    String token = page.getNextPageToken();
    List<Clinic> others =
        List.of(
            clinic.as(Role.ROLE_ADMIN, Clinic.newId()),
            clinic.as(Role.ROLE_CLIENT, Clinic.newId()),
            server.freshClinic());
    for (Clinic other : others) {
      assertToken(other, filter.toBuilder().setPageToken(token));
    }
    assertToken(clinic, filter.toBuilder().clearStaffId().setPageToken(token));
    assertToken(clinic, filter.toBuilder().setPetId(Clinic.newId()).setPageToken(token));
    assertToken(clinic, filter.toBuilder().setPageToken(token + "A"));
    assertToken(clinic, filter.toBuilder().setPageToken("%%%"));
    assertThat(
            clinic
                .bookings()
                .listAppointments(filter.toBuilder().setPageSize(2).setPageToken(token).build())
                .getAppointmentsList())
        .hasSize(2)
        .doesNotContainAnyElementsOf(page.getAppointmentsList());
  }

  private static void assertToken(Clinic caller, ListAppointmentsRequest.Builder request) {
    assertThat(violatedFields(() -> caller.bookings().listAppointments(request.build())))
        .containsExactly("page_token");
  }

  private int effects() {
    return Audit.effects(
        server.databaseUrl(), clinic.tenantId(), "BookAppointment", request.getRequestId());
  }

  private static List<Appointment> list(Clinic caller) {
    return caller
        .bookings()
        .listAppointments(ListAppointmentsRequest.getDefaultInstance())
        .getAppointmentsList();
  }
}
