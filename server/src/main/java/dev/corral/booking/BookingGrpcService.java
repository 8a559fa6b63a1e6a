package dev.corral.booking;

import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentResponse;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ExplainUnavailabilityResponse;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentResponse;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.ListAvailableSlotsResponse;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.RescheduleAppointmentResponse;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusResponse;
import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import io.grpc.stub.StreamObserver;

/** BookingService on the wire. Thread-safe. */
public final class BookingGrpcService extends BookingServiceGrpc.BookingServiceImplBase {

  private final BookingStore bookings;
  private final AvailabilityStore availability;

  /** A service that reaches the database through this lane. */
  public BookingGrpcService(Lane lane) {
    this.bookings = new BookingStore(lane);
    this.availability = new AvailabilityStore(lane);
  }

  @Override
  public void bookAppointment(
      BookAppointmentRequest request, StreamObserver<BookAppointmentResponse> replies) {
    Replies.send(replies, bookings.bookAppointment(CallContext.call(request)));
  }

  @Override
  public void rescheduleAppointment(
      RescheduleAppointmentRequest request, StreamObserver<RescheduleAppointmentResponse> replies) {
    Replies.send(replies, bookings.rescheduleAppointment(CallContext.call(request)));
  }

  @Override
  public void cancelAppointment(
      CancelAppointmentRequest request, StreamObserver<CancelAppointmentResponse> replies) {
    Replies.send(replies, bookings.cancelAppointment(CallContext.call(request)));
  }

  @Override
  public void updateAppointmentStatus(
      UpdateAppointmentStatusRequest request,
      StreamObserver<UpdateAppointmentStatusResponse> replies) {
    Replies.send(replies, bookings.updateAppointmentStatus(CallContext.call(request)));
  }

  @Override
  public void getAppointment(
      GetAppointmentRequest request, StreamObserver<GetAppointmentResponse> replies) {
    Replies.send(replies, bookings.getAppointment(CallContext.call(request)));
  }

  @Override
  public void listAppointments(
      ListAppointmentsRequest request, StreamObserver<ListAppointmentsResponse> replies) {
    Replies.send(replies, bookings.listAppointments(CallContext.call(request)));
  }

  @Override
  public void listAvailableSlots(
      ListAvailableSlotsRequest request, StreamObserver<ListAvailableSlotsResponse> replies) {
    Replies.send(replies, availability.listAvailableSlots(CallContext.call(request)));
  }

  @Override
  public void explainUnavailability(
      ExplainUnavailabilityRequest request, StreamObserver<ExplainUnavailabilityResponse> replies) {
    Replies.send(replies, availability.explainUnavailability(CallContext.call(request)));
  }
}
