package dev.corral.booking;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import dev.corral.booking.v1.Blocker;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ExplainUnavailabilityResponse;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.ListAvailableSlotsResponse;
import dev.corral.booking.v1.Slot;
import dev.corral.booking.v1.StaffExplanation;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.grpc.Statuses;
import dev.corral.kernel.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The model's answers about free time: it tries every minute of the dates asked for. */
final class ModelSlots {

  private final ModelClinic clinic;
  private final ModelAppointments appointments;

  ModelSlots(ModelClinic clinic, ModelAppointments appointments) {
    this.clinic = clinic;
    this.appointments = appointments;
  }

  ListAvailableSlotsResponse list(ProgramActor actor, ListAvailableSlotsRequest request)
      throws ModelRefusal {
    ModelVisit visit =
        clinic.visit(
            actor,
            request.getPetId(),
            request.getServiceIdsList(),
            request.getStaffIdsList(),
            request.getRoomId());
    LocalDate from = date(request.getFromDate());
    LocalDate to = date(request.getToDate());
    ModelAvailability availability =
        new ModelAvailability(
            clinic, visit, appointments.all(), new ModelAvailability.Span(from, to));
    int step =
        request.hasStepMinutes()
            ? request.getStepMinutes()
            : clinic.settings.hasSlotStepMinutes() ? clinic.settings.getSlotStepMinutes() : 15;
    ListAvailableSlotsResponse.Builder response = ListAvailableSlotsResponse.newBuilder();
    clinic
        .clock
        .grid(from, to, step)
        .forEach(start -> addSlot(response, availability, visit, start));
    return response.build();
  }

  private static void addSlot(
      ListAvailableSlotsResponse.Builder response,
      ModelAvailability availability,
      ModelVisit visit,
      long start) {
    List<String> free =
        visit.staffIds().stream().filter(id -> availability.reasons(id, start).isEmpty()).toList();
    if (!free.isEmpty()) {
      response.addSlots(
          Slot.newBuilder()
              .setStartTime(ClinicClock.timestamp(start))
              .setEndTime(ClinicClock.timestamp(start + visit.duration()))
              .addAllStaffIds(free));
    }
  }

  ExplainUnavailabilityResponse explain(ProgramActor actor, ExplainUnavailabilityRequest request)
      throws ModelRefusal {
    ModelVisit visit =
        clinic.visit(
            actor,
            request.getPetId(),
            request.getServiceIdsList(),
            request.getStaffIdsList(),
            request.getRoomId());
    long start = start(request.hasLocalStart(), request.getLocalStart(), request.getStartTime());
    ModelAvailability availability = ModelAvailability.on(clinic, visit, appointments.all(), start);
    ExplainUnavailabilityResponse.Builder response = ExplainUnavailabilityResponse.newBuilder();
    for (String staffId : visit.staffIds()) {
      List<Outcome> reasons = availability.reasons(staffId, start);
      response.addStaff(
          StaffExplanation.newBuilder()
              .setStaffId(staffId)
              .setAvailable(reasons.isEmpty())
              .addAllBlockers(
                  reasons.stream()
                      .map(
                          r ->
                              Blocker.newBuilder()
                                  .setError(Statuses.errorInfo(r, Map.of()))
                                  .build())
                      .toList()));
    }
    return response.build();
  }

  long start(boolean local, LocalDateTime localStart, Timestamp startTime) throws ModelRefusal {
    if (!local) {
      return ClinicClock.minute(startTime);
    }
    java.time.LocalDateTime shown = ClinicClock.local(localStart);
    ModelRefusal.when(!clinic.clock.shows(shown), Outcome.LOCAL_TIME_DOES_NOT_EXIST);
    return clinic.clock.minute(shown);
  }

  private static LocalDate date(Date date) {
    return ClinicClock.date(date);
  }
}
