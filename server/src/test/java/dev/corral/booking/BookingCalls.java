package dev.corral.booking;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ExplainUnavailabilityResponse;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import io.grpc.StatusRuntimeException;

/** Sends a request to the method that it is for. */
final class BookingCalls {

  private BookingCalls() {}

  /** Whether a request stores reference data rather than being about visits. */
  static boolean isReference(Message request) {
    return !request.getDescriptorForType().getFile().getPackage().equals("corral.booking.v1");
  }

  static ProgramAnswer send(Clinic caller, Message request) {
    try {
      return ProgramAnswer.success(
          isReference(request) ? reference(caller, request) : booking(caller.bookings(), request));
    } catch (StatusRuntimeException refused) {
      return ProgramAnswer.refusal(refused);
    }
  }

  private static Message booking(BookingServiceBlockingStub stub, Message request) {
    if (request instanceof BookAppointmentRequest book) {
      return stub.bookAppointment(book);
    } else if (request instanceof RescheduleAppointmentRequest move) {
      return stub.rescheduleAppointment(move);
    } else if (request instanceof CancelAppointmentRequest cancel) {
      return stub.cancelAppointment(cancel);
    } else if (request instanceof UpdateAppointmentStatusRequest update) {
      return stub.updateAppointmentStatus(update);
    } else if (request instanceof GetAppointmentRequest get) {
      return stub.getAppointment(get);
    } else if (request instanceof ListAvailableSlotsRequest list) {
      return stub.listAvailableSlots(list);
    }
    return reasons(stub.explainUnavailability((ExplainUnavailabilityRequest) request));
  }

  /** Without the sentences for people, and the ids that another test looks at. */
  private static Message reasons(ExplainUnavailabilityResponse response) {
    ExplainUnavailabilityResponse.Builder plain = response.toBuilder();
    plain
        .getStaffBuilderList()
        .forEach(
            staff ->
                staff
                    .getBlockersBuilderList()
                    .forEach(blocker -> blocker.clearDescription().clearAppointmentIds()));
    return plain.build();
  }

  private static Message reference(Clinic caller, Message request) {
    DirectoryServiceBlockingStub stub = caller.directory();
    if (request instanceof UpsertServiceRequest upsert) {
      return caller.catalog().upsertService(upsert);
    } else if (request instanceof UpsertClientRequest upsert) {
      return stub.upsertClient(upsert);
    } else if (request instanceof UpsertPetRequest upsert) {
      return stub.upsertPet(upsert);
    } else if (request instanceof UpsertStaffRequest upsert) {
      return stub.upsertStaff(upsert);
    } else if (request instanceof UpsertResourceRequest upsert) {
      return stub.upsertResource(upsert);
    } else if (request instanceof SetWorkingHoursRequest set) {
      return stub.setWorkingHours(set);
    } else if (request instanceof SetDateExceptionRequest set) {
      return stub.setDateException(set);
    } else if (request instanceof DeleteDateExceptionRequest delete) {
      return stub.deleteDateException(delete);
    } else if (request instanceof DeleteTimeOffRequest delete) {
      return stub.deleteTimeOff(delete);
    }
    return stub.upsertTimeOff((UpsertTimeOffRequest) request);
  }
}
