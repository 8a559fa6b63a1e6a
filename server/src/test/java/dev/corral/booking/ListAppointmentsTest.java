package dev.corral.booking;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListAppointmentsTest {

  private final Clinic clinic = TestServer.shared().freshClinic("America/Asuncion");
  private final String service = clinic.service(15);
  private final Instant nine = clinic.at(3, 9, 0);

  @Test
  void clinicWithoutAppointmentsHasAnEmptyPage() {
    assertThat(page(all())).isEqualTo(ListAppointmentsResponse.getDefaultInstance());
  }

  @Test
  void pagesFollowStartThenIdAndMissNothing() {
    List<Appointment> booked = bookSeven();
    for (int size : List.of(1, 2, 3, 6, 7, 8)) {
      List<Appointment> read = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        ListAppointmentsResponse page = page(all().setPageSize(size).setPageToken(token));
        assertThat(page.getAppointmentsCount()).isBetween(1, size);
        read.addAll(page.getAppointmentsList());
        token = page.getNextPageToken();
        pages++;
      } while (!token.isEmpty());
      assertThat(read).as("pages of %d", size).isEqualTo(booked);
      assertThat(pages).isEqualTo((booked.size() + size - 1) / size);
    }
  }

  @Test
  void visitThatIsBookedBetweenPagesAppearsIfItLiesAhead() {
    List<Appointment> booked = bookSeven();
    ListAppointmentsResponse first = page(all().setPageSize(3));
    Appointment behind = clinic.book(clinic.pet(), clinic.vet(), clinic.at(2, 9, 0), service);
    Appointment ahead = clinic.book(clinic.pet(), clinic.vet(), clinic.at(9, 9, 0), service);
    assertThat(page(all().setPageToken(first.getNextPageToken())).getAppointmentsList())
        .isEqualTo(Stream.concat(booked.stream().skip(3), Stream.of(ahead)).toList())
        .doesNotContain(behind);
  }

  @Test
  void sizeOfAPageHasADefaultAndALimit() {
    String vet = clinic.vet();
    String pet = clinic.pet();
    IntStream.range(0, 52)
        .forEach(i -> clinic.book(pet, vet, Clinic.minutesLater(nine, 15 * i), service));
    assertThat(page(all()).getAppointmentsCount()).isEqualTo(50);
    assertThat(page(all().setPageSize(200)).getAppointmentsCount()).isEqualTo(52);
    assertThat(page(all().setPageSize(Integer.MAX_VALUE)).getAppointmentsCount()).isEqualTo(52);
    assertThat(violatedFields(() -> page(all().setPageSize(-1)))).containsExactly("page_size");
  }

  @Test
  void filtersAreJoined() {
    List<Appointment> booked = bookSeven();
    Appointment one = booked.get(3);
    assertThat(list(all().setStaffId(one.getStaffId())))
        .isEqualTo(booked.stream().filter(a -> a.getStaffId().equals(one.getStaffId())).toList());
    assertThat(list(all().setPetId(one.getPetId()))).containsExactly(one);
    assertThat(list(all().setClientId(one.getClientId()))).containsExactly(one);
    assertThat(list(all().setStaffId(one.getStaffId()).setPetId(one.getPetId())))
        .containsExactly(one);
    assertThat(list(all().setStaffId(clinic.vet()).setPetId(one.getPetId()))).isEmpty();
    assertThat(list(all().setPetId(Clinic.newId()))).isEmpty();
    assertThat(list(all().setFromTime(one.getStartTime()).setToTime(one.getStartTime()))).isEmpty();
    assertThat(list(all().setFromTime(one.getStartTime())))
        .contains(one)
        .allMatch(a -> a.getStartTime().getSeconds() >= one.getStartTime().getSeconds());
    assertThat(list(all().setToTime(one.getStartTime())))
        .doesNotContain(one)
        .allMatch(a -> a.getStartTime().getSeconds() < one.getStartTime().getSeconds());
  }

  @Test
  void spanIsExactToTheNanosecond() {
    Appointment booked = clinic.book(clinic.pet(), clinic.vet(), nine, service);
    Timestamp later = booked.getStartTime().toBuilder().setNanos(1).build();
    assertThat(list(all().setFromTime(later))).isEmpty();
    assertThat(list(all().setToTime(later))).containsExactly(booked);
  }

  @Test
  void statusIsOneOfThoseAskedFor() {
    List<Appointment> booked = bookSeven();
    Appointment cancelled =
        clinic
            .bookings()
            .cancelAppointment(Clinic.cancellation(booked.get(2)).build())
            .getAppointment();
    assertThat(list(all().addStatuses(AppointmentStatus.APPOINTMENT_STATUS_CANCELLED)))
        .containsExactly(cancelled);
    assertThat(list(all().addStatuses(AppointmentStatus.APPOINTMENT_STATUS_SCHEDULED))).hasSize(6);
    assertThat(list(all())).hasSize(7);
  }

  @Test
  void clientSeesTheirOwnWhateverTheyAskFor() {
    List<Appointment> booked = bookSeven();
    Appointment own = booked.get(1);
    Clinic client = clinic.asClient(own.getClientId());
    assertThat(client.bookings().listAppointments(all().build()).getAppointmentsList())
        .containsExactly(own);
    assertThat(
            client
                .bookings()
                .listAppointments(all().setClientId(booked.get(0).getClientId()).build())
                .getAppointmentsList())
        .isEmpty();
    assertThat(client.now(own)).isEqualTo(own);
  }

  @Test
  void tokenThatSomebodyMadeUpIsRefused() {
    bookSeven();
    String token = page(all().setPageSize(2)).getNextPageToken();
    String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    String binding = text.substring(0, text.indexOf('|'));
    for (String after :
        List.of(
            "",
            "|",
            "|x|" + Clinic.newId(),
            "|2027-01-01T00:00:00Z|x",
            "|2027-01-01T00:00:00Z|" + Clinic.newId() + "|x",
            "|+999999999-01-01T00:00:00Z|" + Clinic.newId(),
            "|-999999999-01-01T00:00:00Z|" + Clinic.newId())) {
      String forged =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString((binding + after).getBytes(StandardCharsets.UTF_8));
      assertThat(violatedFields(() -> page(all().setPageSize(2).setPageToken(forged))))
          .as(after)
          .containsExactly("page_token");
    }
  }

  /** Seven visits with two vets, some at the same time, as they should be listed. */
  private List<Appointment> bookSeven() {
    List<String> vets = List.of(clinic.vet(), clinic.vet());
    return IntStream.range(0, 7)
        .mapToObj(
            i ->
                clinic.book(
                    clinic.pet(),
                    vets.get(i % 2),
                    Clinic.minutesLater(nine, 15 * (i / 2)),
                    service))
        .sorted(
            Comparator.comparing((Appointment a) -> a.getStartTime().getSeconds())
                .thenComparing(Appointment::getAppointmentId))
        .toList();
  }

  private static ListAppointmentsRequest.Builder all() {
    return ListAppointmentsRequest.newBuilder();
  }

  private List<Appointment> list(ListAppointmentsRequest.Builder request) {
    return page(request).getAppointmentsList();
  }

  private ListAppointmentsResponse page(ListAppointmentsRequest.Builder request) {
    return clinic.bookings().listAppointments(request.build());
  }
}
