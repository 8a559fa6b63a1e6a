package dev.corral.booking;

import static dev.corral.booking.ModelRefusal.when;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.kernel.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The model's appointments and what may become of them. */
final class ModelAppointments {

  private static final Set<String> MOVABLE = Set.of("SCHEDULED", "CONFIRMED");
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "SCHEDULED", Set.of("CONFIRMED", "CHECKED_IN", "CANCELLED", "NO_SHOW"),
          "CONFIRMED", Set.of("CHECKED_IN", "CANCELLED", "NO_SHOW"),
          "CHECKED_IN", Set.of("IN_PROGRESS", "COMPLETED", "CANCELLED"),
          "IN_PROGRESS", Set.of("COMPLETED"));

  private final ModelClinic clinic;
  private final Map<String, Appointment> stored = new TreeMap<>();

  ModelAppointments(ModelClinic clinic) {
    this.clinic = clinic;
  }

  Collection<Appointment> all() {
    return stored.values();
  }

  /** Null for one that does not exist. */
  Appointment get(String id) {
    return stored.get(id);
  }

  /** The others that it overlaps, ascending. */
  List<String> conflicts(Appointment one) {
    return stored.values().stream()
        .filter(other -> !other.getAppointmentId().equals(one.getAppointmentId()))
        .filter(other -> ModelOverlap.overlap(one, other))
        .map(Appointment::getAppointmentId)
        .sorted()
        .toList();
  }

  Appointment find(ProgramActor actor, String id) throws ModelRefusal {
    Appointment found = stored.get(id);
    boolean hidden = found != null && actor.isClient() && !found.getClientId().equals(actor.id());
    when(found == null || hidden, Outcome.APPOINTMENT_NOT_FOUND);
    return found;
  }

  /** Finds who and where, or says why not. */
  void take(Appointment.Builder visitor, ModelVisit visit, long start, boolean override)
      throws ModelRefusal {
    List<Appointment> others =
        stored.values().stream()
            .filter(other -> !other.getAppointmentId().equals(visitor.getAppointmentId()))
            .toList();
    ModelAvailability availability = ModelAvailability.on(clinic, visit, others, start);
    ModelChoice choice = ModelChoice.of(availability, visit, start, override, clinic.clock);
    visitor
        .setStaffId(choice.staffId())
        .clearDeviceIds()
        .addAllDeviceIds(visit.deviceIds())
        .setStartTime(ClinicClock.timestamp(start))
        .setEndTime(ClinicClock.timestamp(start + visit.duration()))
        .setBufferBeforeMinutes(visit.bufferBefore())
        .setBufferAfterMinutes(visit.bufferAfter())
        .clearRoomId();
    choice.roomId().ifPresent(visitor::setRoomId);
  }

  Appointment store(Appointment.Builder changed) {
    Appointment appointment = changed.setVersion(changed.getVersion() + 1).build();
    stored.put(appointment.getAppointmentId(), appointment);
    return appointment;
  }

  static void checkVersion(long version, Appointment seen) throws ModelRefusal {
    if (version != seen.getVersion()) {
      throw new ModelRefusal(
          Outcome.STALE_VERSION, Map.of("version", Long.toString(seen.getVersion())));
    }
  }

  void checkWindow(ProgramActor actor, Appointment seen) throws ModelRefusal {
    long closes =
        ClinicClock.minute(seen.getStartTime()) - clinic.settings.getCancelWindowMinutes();
    boolean closed = !Instant.now().isBefore(ClinicClock.instant(closes));
    when(actor.isClient() && closed, Outcome.CHANGE_WINDOW_CLOSED);
  }

  static void checkMovable(Appointment seen) throws ModelRefusal {
    if (!MOVABLE.contains(status(seen))) {
      throw new ModelRefusal(Outcome.APPOINTMENT_NOT_MOVABLE, Map.of("status", status(seen)));
    }
  }

  static void checkTransition(Appointment seen, AppointmentStatus next) throws ModelRefusal {
    String from = status(seen);
    String to = name(next);
    if (!NEXT.getOrDefault(from, Set.of()).contains(to)) {
      throw new ModelRefusal(Outcome.INVALID_TRANSITION, Map.of("from", from, "to", to));
    }
  }

  private static String status(Appointment appointment) {
    return name(appointment.getStatus());
  }

  private static String name(AppointmentStatus status) {
    return status.name().substring("APPOINTMENT_STATUS_".length());
  }
}
