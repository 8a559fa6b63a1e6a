package dev.corral.booking;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.testing.ProgramTally;
import io.grpc.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the steps of one program in a clinic of its own, on the server and in the model. */
final class ProgramRunner {

  private final BookingProgram program;
  private final Clinic clinic;
  private final BookingModel model;
  private final Map<Integer, Message> sent = new ConcurrentHashMap<>();
  private final Map<Integer, Appointment> booked = new ConcurrentHashMap<>();

  /** A step on which server and model differ. */
  record Mismatch(ProgramStep step, ProgramAnswer expected, ProgramAnswer answered) {}

  ProgramRunner(Channel channel, BookingProgram program) {
    this.program = program;
    this.clinic = Clinic.create(channel, program.settings());
    this.model = new BookingModel(new ModelClinic(program.settings()));
  }

  Clinic clinic() {
    return clinic;
  }

  BookingModel model() {
    return model;
  }

  /** Runs the program up to the first step on which server and model differ. */
  Optional<Mismatch> run(ProgramTally tally) {
    for (ProgramStep step : program.steps()) {
      Optional<Mismatch> mismatch = run(step, tally);
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    return Optional.empty();
  }

  Optional<Mismatch> run(ProgramStep step, ProgramTally tally) {
    Message request = request(step);
    if (request == null) {
      return Optional.empty();
    }
    ProgramAnswer answered = BookingCalls.send(step.actor().at(clinic), request);
    tally.count(request, answered.reason());
    sent.put(step.number(), request);
    if (BookingCalls.isReference(request)) {
      model.clinic().store(request);
      return answered.isSuccess()
          ? Optional.empty()
          : Optional.of(new Mismatch(step, new ProgramAnswer("OK", Map.of(), null), answered));
    }
    Appointment appointment = answered.appointment();
    String newId = appointment == null ? Clinic.newId() : appointment.getAppointmentId();
    ProgramAnswer expected = model.answer(step.actor(), request, newId);
    if (request instanceof BookAppointmentRequest && appointment != null) {
      booked.put(step.number(), appointment);
    }
    return expected.agreesWith(answered)
        ? Optional.empty()
        : Optional.of(new Mismatch(step, expected, answered));
  }

  /** Runs a step on the server alone, perhaps beside others. */
  Optional<ProgramAnswer> send(ProgramStep step, ProgramTally tally) {
    Message request = request(step);
    if (request == null) {
      return Optional.empty();
    }
    ProgramAnswer answered = BookingCalls.send(step.actor().at(clinic), request);
    tally.count(request, answered.reason());
    sent.put(step.number(), request);
    if (answered.appointment() != null) {
      booked.put(step.target() < 0 ? step.number() : step.target(), answered.appointment());
    }
    return Optional.of(answered);
  }

  /** What to send; null for a step that repeats one that was not sent. */
  private Message request(ProgramStep step) {
    if (step.repeats() < 0) {
      return step.target() < 0 ? step.request() : about(step);
    }
    Message first = sent.get(step.repeats());
    return first == null || step.request() == null
        ? first
        : with(step.request(), "request_id", value(first, "request_id"));
  }

  private Message about(ProgramStep step) {
    Appointment seen = booked.get(step.target());
    String id = seen == null ? Clinic.newId() : seen.getAppointmentId();
    Appointment known = seen == null ? null : model.appointment(id);
    long version = known == null ? seen == null ? 1 : seen.getVersion() : known.getVersion();
    Message request = with(step.request(), "appointment_id", id);
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("version");
    boolean asks =
        field != null
            && (request instanceof RescheduleAppointmentRequest || request.hasField(field));
    return asks ? with(request, "version", Math.max(1, version + step.versionsAhead())) : request;
  }

  private static Object value(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static Message with(Message message, String field, Object value) {
    return message.toBuilder()
        .setField(message.getDescriptorForType().findFieldByName(field), value)
        .build();
  }
}
