package dev.corral.booking;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.kernel.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Why a visit cannot start at a minute: its minutes are looked at one by one, others in pairs. */
final class ModelAvailability {

  private final ModelClinic clinic;
  private final ModelVisit visit;
  private final Instant now;
  private final List<Appointment> others;
  private final ModelHours.Open open;
  private final List<ModelHours.Open> offered;
  private final Map<String, ModelHours.Open> works = new HashMap<>();

  /** Exact for starts on the dates from {@code from} to {@code to}. */
  ModelAvailability(
      ModelClinic clinic, ModelVisit visit, Collection<Appointment> others, Span span) {
    this.clinic = clinic;
    this.visit = visit;
    this.now = Instant.now();
    this.others = others.stream().filter(ModelAvailability::isActive).toList();
    LocalDate to = span.to().plusDays(visit.duration() / ClinicClock.DAY + 1);
    this.open = clinic.hours.clinic(span.from(), to);
    this.offered =
        visit.serviceIds().stream()
            .map(id -> clinic.hours.offered(clinic.service(id).getOfferedList(), span.from(), to))
            .toList();
    visit.staffIds().forEach(id -> works.put(id, clinic.hours.staff(id, span.from(), to)));
  }

  /** For one start. */
  static ModelAvailability on(
      ModelClinic clinic, ModelVisit visit, Collection<Appointment> others, long start) {
    LocalDate day = clinic.clock.date(start);
    return new ModelAvailability(clinic, visit, others, new Span(day, day));
  }

  /** Dates, both included. */
  record Span(LocalDate from, LocalDate to) {}

  static boolean isActive(Appointment appointment) {
    return appointment.getStatus() != AppointmentStatus.APPOINTMENT_STATUS_CANCELLED
        && appointment.getStatus() != AppointmentStatus.APPOINTMENT_STATUS_NO_SHOW;
  }

  /** Every reason against a start with a staff member, in order of precedence. */
  List<Outcome> reasons(String staffId, long start) {
    List<Outcome> reasons = new ArrayList<>(timeReasons(start));
    int length = visit.duration();
    add(reasons, !open.covers(start, length), Outcome.CLINIC_CLOSED);
    add(
        reasons,
        !offered.stream().allMatch(o -> o.covers(start, length)),
        Outcome.SERVICE_NOT_OFFERED);
    add(reasons, !works.get(staffId).covers(start, length), Outcome.STAFF_NOT_WORKING);
    add(reasons, clinic.hours.isAway(staffId, start, start + length), Outcome.STAFF_ON_LEAVE);
    add(reasons, isFull(clinic.clock.date(start)), Outcome.DAILY_LIMIT_REACHED);
    add(reasons, isStaffBusy(staffId, start), Outcome.STAFF_BUSY);
    add(reasons, isPetBusy(start), Outcome.PET_BUSY);
    add(reasons, !visit.roomIds().isEmpty() && freeRooms(start).isEmpty(), Outcome.ROOM_BUSY);
    boolean devicesFree = visit.deviceIds().stream().allMatch(id -> isFree(start, uses(id)));
    add(reasons, !devicesFree, Outcome.DEVICE_BUSY);
    return reasons;
  }

  boolean isStaffBusy(String staffId, long start) {
    return !isFree(start, other -> other.getStaffId().equals(staffId));
  }

  List<String> freeRooms(long start) {
    return visit.roomIds().stream()
        .filter(id -> isFree(start, other -> other.getRoomId().equals(id)))
        .toList();
  }

  /** How many visits a staff member has on a local day. */
  long load(String staffId, LocalDate day) {
    return others.stream()
        .filter(other -> other.getStaffId().equals(staffId) && startsOn(other, day))
        .count();
  }

  private List<Outcome> timeReasons(long start) {
    List<Outcome> reasons = new ArrayList<>();
    Instant time = ClinicClock.instant(start);
    int notice = clinic.settings.getMinNoticeMinutes();
    int horizon = clinic.settings.getHorizonDays();
    add(reasons, time.isBefore(now), Outcome.TIME_IN_PAST);
    add(reasons, time.isBefore(now.plusSeconds(60L * notice)), Outcome.NOTICE_TOO_SHORT);
    add(reasons, time.isAfter(now.plusSeconds(86_400L * horizon)), Outcome.BEYOND_HORIZON);
    return reasons;
  }

  private boolean isFull(LocalDate day) {
    return visit.limits().entrySet().stream()
        .anyMatch(
            limit ->
                others.stream()
                        .filter(other -> other.getServiceIdsList().contains(limit.getKey()))
                        .filter(other -> startsOn(other, day))
                        .count()
                    >= limit.getValue());
  }

  private boolean isPetBusy(long start) {
    return others.stream()
        .filter(other -> other.getPetId().equals(visit.petId()))
        .anyMatch(
            other ->
                ClinicClock.minute(other.getStartTime()) < start + visit.duration()
                    && ClinicClock.minute(other.getEndTime()) > start);
  }

  private boolean isFree(long start, Predicate<Appointment> shares) {
    long from = start - visit.bufferBefore();
    long to = start + visit.duration() + visit.bufferAfter();
    return others.stream()
        .filter(shares)
        .noneMatch(other -> occupiedFrom(other) < to && occupiedTo(other) > from);
  }

  private boolean startsOn(Appointment other, LocalDate day) {
    return clinic.clock.date(ClinicClock.minute(other.getStartTime())).equals(day);
  }

  private static Predicate<Appointment> uses(String deviceId) {
    return other -> other.getDeviceIdsList().contains(deviceId);
  }

  static long occupiedFrom(Appointment other) {
    return ClinicClock.minute(other.getStartTime()) - other.getBufferBeforeMinutes();
  }

  static long occupiedTo(Appointment other) {
    return ClinicClock.minute(other.getEndTime()) + other.getBufferAfterMinutes();
  }

  private static void add(List<Outcome> reasons, boolean holds, Outcome reason) {
    if (holds) {
      reasons.add(reason);
    }
  }
}
