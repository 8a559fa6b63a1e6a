package dev.corral.prove;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the service has acknowledged of appointments, held against what it lists afterwards. */
final class Diary {

  private static final int PAGE = 200;

  private final Visits visits;
  private final Map<String, Appointment> acknowledged = new ConcurrentHashMap<>();

  Diary(Visits visits) {
    this.visits = visits;
  }

  /** Notes an appointment as the service has acknowledged it last. */
  void note(Appointment appointment) {
    acknowledged.put(appointment.getAppointmentId(), appointment);
  }

  /** Reads the diaries of these vets, and finds double bookings and what differs. */
  void check(List<String> vets, Tally tally) {
    Map<String, Appointment> missing = new ConcurrentHashMap<>(acknowledged);
    for (String vet : vets) {
      List<Appointment> listed = list(ListAppointmentsRequest.newBuilder().setStaffId(vet));
      countOverlaps("vet " + vet, listed, tally);
      for (Appointment appointment : listed) {
        Appointment expected = missing.remove(appointment.getAppointmentId());
        tally.expect(expected != null, "there is an appointment that nobody was told of");
        tally.expect(
            expected == null || expected.equals(appointment),
            "an appointment is not as it was acknowledged");
      }
    }
    missing.values().forEach(lost -> tally.fault("an acknowledged appointment is not there"));
  }

  /** Reads the diary of a pet, and finds double bookings. */
  void checkPet(String pet, Tally tally) {
    countOverlaps("pet " + pet, list(ListAppointmentsRequest.newBuilder().setPetId(pet)), tally);
  }

  /** Half-open ranges: one that starts when the last ends does not meet it. */
  private static void countOverlaps(String whose, List<Appointment> listed, Tally tally) {
    Appointment last = null;
    for (Appointment next : listed.stream().sorted(Comparator.comparing(Diary::start)).toList()) {
      if (last != null && start(next).isBefore(end(last))) {
        tally.harm(
            1,
            "%s has an appointment at %s and another at %s"
                .formatted(whose, start(last), start(next)));
      }
      if (last == null || end(next).isAfter(end(last))) {
        last = next;
      }
    }
  }

  private static Instant start(Appointment appointment) {
    return Instant.ofEpochSecond(appointment.getStartTime().getSeconds());
  }

  private static Instant end(Appointment appointment) {
    return Instant.ofEpochSecond(appointment.getEndTime().getSeconds());
  }

  private List<Appointment> list(ListAppointmentsRequest.Builder request) {
    List<Appointment> all = new ArrayList<>();
    String token = "";
    do {
      ListAppointmentsResponse page =
          visits.bookings().listAppointments(request.setPageSize(PAGE).setPageToken(token).build());
      all.addAll(page.getAppointmentsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all.stream()
        .filter(a -> a.getStatus() != AppointmentStatus.APPOINTMENT_STATUS_CANCELLED)
        .toList();
  }
}
