package dev.corral.booking;

import static dev.corral.booking.ModelRefusal.when;

import com.google.protobuf.Message;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentResponse;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentResponse;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.RescheduleAppointmentResponse;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusResponse;
import dev.corral.kernel.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What BookingService must answer, worked out from the rules and the contract's comments without a
 * database: one clinic, one caller at a time.
 */
final class BookingModel {

  private final ModelClinic clinic;
  private final ModelSlots slots;
  private final ModelAppointments appointments;
  private final Map<String, Told> answers = new HashMap<>();

  private record Told(ProgramActor actor, Message request, ProgramAnswer answer) {}

  BookingModel(ModelClinic clinic) {
    this.clinic = clinic;
    this.appointments = new ModelAppointments(clinic);
    this.slots = new ModelSlots(clinic, appointments);
  }

  ModelClinic clinic() {
    return clinic;
  }

  Appointment appointment(String id) {
    return appointments.get(id);
  }

  /** Answers a request and keeps its effect; a visit that it books gets the id {@code newId}. */
  ProgramAnswer answer(ProgramActor actor, Message request, String newId) {
    try {
      if (request instanceof BookAppointmentRequest book) {
        return once(actor, book.getRequestId(), book, () -> book(actor, book, newId));
      } else if (request instanceof RescheduleAppointmentRequest move) {
        Appointment seen = appointments.find(actor, move.getAppointmentId());
        return once(actor, move.getRequestId(), move, () -> move(actor, move, seen));
      } else if (request instanceof CancelAppointmentRequest cancel) {
        Appointment seen = appointments.find(actor, cancel.getAppointmentId());
        return once(actor, cancel.getRequestId(), cancel, () -> cancel(actor, cancel, seen));
      } else if (request instanceof UpdateAppointmentStatusRequest update) {
        return update(actor, update);
      } else if (request instanceof GetAppointmentRequest get) {
        Appointment found = appointments.find(actor, get.getAppointmentId());
        return ProgramAnswer.success(
            GetAppointmentResponse.newBuilder().setAppointment(found).build());
      } else if (request instanceof ListAvailableSlotsRequest list) {
        return ProgramAnswer.success(slots.list(actor, list));
      } else if (request instanceof ExplainUnavailabilityRequest explain) {
        return actor.isClient()
            ? roleNotAllowed()
            : ProgramAnswer.success(slots.explain(actor, explain));
      }
    } catch (ModelRefusal refusal) {
      return refusal.answer();
    }
    throw new IllegalArgumentException(request.getDescriptorForType().getName());
  }

  private interface Effect {
    Message get() throws ModelRefusal;
  }

  private ProgramAnswer once(ProgramActor actor, String requestId, Message request, Effect effect)
      throws ModelRefusal {
    String key = request.getDescriptorForType().getName() + requestId;
    Told told = answers.get(key);
    if (told == null) {
      ProgramAnswer answer = ProgramAnswer.success(effect.get());
      answers.put(key, new Told(actor, request, answer));
      return answer;
    }
    boolean same = told.actor.equals(actor) && told.request.equals(request);
    when(!same, Outcome.REQUEST_ID_REUSED);
    return told.answer;
  }

  private Message book(ProgramActor actor, BookAppointmentRequest request, String newId)
      throws ModelRefusal {
    when(actor.isClient() && request.hasOverlapOverride(), Outcome.OVERRIDE_NOT_ALLOWED);
    List<String> named = request.hasStaffId() ? List.of(request.getStaffId()) : List.of();
    ModelVisit visit =
        clinic.visit(
            actor, request.getPetId(), request.getServiceIdsList(), named, request.getRoomId());
    long start =
        slots.start(request.hasLocalStart(), request.getLocalStart(), request.getStartTime());
    Appointment.Builder booked =
        Appointment.newBuilder()
            .setAppointmentId(newId)
            .setClientId(clinic.ownerOf(request.getPetId()))
            .setPetId(request.getPetId())
            .addAllServiceIds(request.getServiceIdsList())
            .setStatus(AppointmentStatus.APPOINTMENT_STATUS_SCHEDULED)
            .setNote(request.getNote())
            .setOverrideReason(request.getOverlapOverride().getReason());
    appointments.take(booked, visit, start, request.hasOverlapOverride());
    Appointment stored = appointments.store(booked);
    return BookAppointmentResponse.newBuilder()
        .setAppointment(stored)
        .addAllConflictingAppointmentIds(told(actor, stored))
        .build();
  }

  private Message move(ProgramActor actor, RescheduleAppointmentRequest request, Appointment seen)
      throws ModelRefusal {
    when(actor.isClient() && request.hasOverlapOverride(), Outcome.OVERRIDE_NOT_ALLOWED);
    ModelAppointments.checkVersion(request.getVersion(), seen);
    ModelAppointments.checkMovable(seen);
    appointments.checkWindow(actor, seen);
    String staff = request.hasStaffId() ? request.getStaffId() : seen.getStaffId();
    boolean stays = !request.hasRoomId() || request.getRoomId().equals(seen.getRoomId());
    boolean sameTime = !request.hasLocalStart() && !request.hasStartTime();
    Appointment.Builder moved = seen.toBuilder();
    if (!isMoved(request, seen, sameTime) && staff.equals(seen.getStaffId()) && stays) {
      return moved(actor, seen);
    }
    ModelVisit visit =
        clinic
            .visit(
                new ProgramActor(dev.corral.common.v1.Role.ROLE_SERVICE, ""),
                seen.getPetId(),
                seen.getServiceIdsList(),
                List.of(staff),
                request.getRoomId())
            .preferring(request.hasRoomId() ? request.getRoomId() : seen.getRoomId());
    long start =
        sameTime
            ? ClinicClock.minute(seen.getStartTime())
            : slots.start(request.hasLocalStart(), request.getLocalStart(), request.getStartTime());
    appointments.take(moved, visit, start, request.hasOverlapOverride());
    moved.setOverrideReason(request.getOverlapOverride().getReason());
    return moved(actor, appointments.store(moved));
  }

  private boolean isMoved(
      RescheduleAppointmentRequest request, Appointment seen, boolean sameTime) {
    if (sameTime) {
      return false;
    }
    try {
      return slots.start(request.hasLocalStart(), request.getLocalStart(), request.getStartTime())
          != ClinicClock.minute(seen.getStartTime());
    } catch (ModelRefusal doesNotExist) {
      return true;
    }
  }

  private Message moved(ProgramActor actor, Appointment appointment) {
    return RescheduleAppointmentResponse.newBuilder()
        .setAppointment(appointment)
        .addAllConflictingAppointmentIds(told(actor, appointment))
        .build();
  }

  /** A client is told of nobody else's appointments. */
  private List<String> told(ProgramActor actor, Appointment appointment) {
    return actor.isClient() ? List.of() : appointments.conflicts(appointment);
  }

  private Message cancel(ProgramActor actor, CancelAppointmentRequest request, Appointment seen)
      throws ModelRefusal {
    if (request.hasVersion()) {
      ModelAppointments.checkVersion(request.getVersion(), seen);
    }
    ModelAppointments.checkTransition(seen, AppointmentStatus.APPOINTMENT_STATUS_CANCELLED);
    appointments.checkWindow(actor, seen);
    return CancelAppointmentResponse.newBuilder()
        .setAppointment(
            appointments.store(
                seen.toBuilder()
                    .setStatus(AppointmentStatus.APPOINTMENT_STATUS_CANCELLED)
                    .setCancelReason(request.getReason())))
        .build();
  }

  private ProgramAnswer update(ProgramActor actor, UpdateAppointmentStatusRequest request)
      throws ModelRefusal {
    if (actor.isClient()) {
      return roleNotAllowed();
    }
    Appointment seen = appointments.find(actor, request.getAppointmentId());
    return once(actor, request.getRequestId(), request, () -> changed(request, seen));
  }

  private Message changed(UpdateAppointmentStatusRequest request, Appointment seen)
      throws ModelRefusal {
    if (request.hasVersion()) {
      ModelAppointments.checkVersion(request.getVersion(), seen);
    }
    ModelAppointments.checkTransition(seen, request.getStatus());
    return UpdateAppointmentStatusResponse.newBuilder()
        .setAppointment(appointments.store(seen.toBuilder().setStatus(request.getStatus())))
        .build();
  }

  private static ProgramAnswer roleNotAllowed() {
    return new ProgramAnswer("ROLE_NOT_ALLOWED", Map.of(), null);
  }
}
