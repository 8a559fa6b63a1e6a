package dev.corral.booking;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.CancelAppointmentResponse;
import dev.corral.booking.v1.GetAppointmentResponse;
import dev.corral.booking.v1.RescheduleAppointmentResponse;
import dev.corral.booking.v1.UpdateAppointmentStatusResponse;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/**
 * What a step is answered, by the server or by the model.
 *
 * @param reason OK, or why it was refused
 * @param metadata of a refusal; the model names only what the contract does
 * @param message of a success, without the times at which it happened; null for a refusal
 */
record ProgramAnswer(String reason, Map<String, String> metadata, Message message) {

  static final String OK = "OK";

  static ProgramAnswer success(Message message) {
    return new ProgramAnswer(OK, Map.of(), withoutTimes(message));
  }

  static ProgramAnswer refusal(StatusRuntimeException thrown) {
    ErrorInfo info = Refusals.errorInfo(thrown);
    return new ProgramAnswer(info.getReason(), info.getMetadataMap(), null);
  }

  boolean isSuccess() {
    return reason.equals(OK);
  }

  /** Whether what the server answered is what this, the model, expects. */
  boolean agreesWith(ProgramAnswer server) {
    return reason.equals(server.reason)
        && server.metadata.entrySet().containsAll(metadata.entrySet())
        && java.util.Objects.equals(message, server.message);
  }

  /** The appointment that it is about, or null. */
  Appointment appointment() {
    if (message == null || message.getDescriptorForType().findFieldByName("appointment") == null) {
      return null;
    }
    return (Appointment)
        message.getField(message.getDescriptorForType().findFieldByName("appointment"));
  }

  private static Message withoutTimes(Message message) {
    if (message instanceof BookAppointmentResponse booked) {
      return booked.toBuilder().setAppointment(plain(booked.getAppointment())).build();
    } else if (message instanceof RescheduleAppointmentResponse moved) {
      return moved.toBuilder().setAppointment(plain(moved.getAppointment())).build();
    } else if (message instanceof CancelAppointmentResponse cancelled) {
      return cancelled.toBuilder().setAppointment(plain(cancelled.getAppointment())).build();
    } else if (message instanceof UpdateAppointmentStatusResponse updated) {
      return updated.toBuilder().setAppointment(plain(updated.getAppointment())).build();
    } else if (message instanceof GetAppointmentResponse found) {
      return found.toBuilder().setAppointment(plain(found.getAppointment())).build();
    }
    return message;
  }

  private static Appointment plain(Appointment appointment) {
    return appointment.toBuilder().clearCreateTime().clearUpdateTime().build();
  }

  @Override
  public String toString() {
    return reason
        + (metadata.isEmpty() ? "" : " " + metadata)
        + (message == null ? "" : " " + message);
  }
}
