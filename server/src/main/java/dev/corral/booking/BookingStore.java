package dev.corral.booking;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentResponse;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentResponse;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.RescheduleAppointmentResponse;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusResponse;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.Page;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import java.util.List;

/** The functions that keep appointments; one method, one function. Thread-safe. */
final class BookingStore {

  private static final String APPOINTMENT = "(f.appointment).*";

  private static final SqlFunction<BookAppointmentRequest, BookAppointmentResponse>
      BOOK_APPOINTMENT =
          SqlFunction.writing(
                  "booking.book_appointment_atomic", BookAppointmentRequest::getRequestId)
              .contendingFor(BookAppointmentRequest::getStaffId)
              .uuid(BookAppointmentRequest::getPetId)
              .uuids(BookAppointmentRequest::getServiceIdsList)
              .timestamptz(q -> q.hasStartTime() ? q.getStartTime() : null)
              .timestamp(q -> q.hasLocalStart() ? LocalTimes.dateTime(q.getLocalStart()) : null)
              .uuid(BookAppointmentRequest::getStaffId)
              .uuid(BookAppointmentRequest::getRoomId)
              .text(BookAppointmentRequest::getNote)
              .text(q -> q.hasOverlapOverride() ? q.getOverlapOverride().getReason() : null)
              .returning(
                  row ->
                      BookAppointmentResponse.newBuilder()
                          .setAppointment(BookingProtos.appointment(row))
                          .addAllConflictingAppointmentIds(row.texts("conflict_ids"))
                          .build(),
                  APPOINTMENT,
                  "f.conflict_ids");

  private static final SqlFunction<RescheduleAppointmentRequest, RescheduleAppointmentResponse>
      RESCHEDULE_APPOINTMENT =
          SqlFunction.writing(
                  "booking.reschedule_appointment_atomic",
                  RescheduleAppointmentRequest::getRequestId)
              .contendingFor(RescheduleAppointmentRequest::getAppointmentId)
              .uuid(RescheduleAppointmentRequest::getAppointmentId)
              .bigint(RescheduleAppointmentRequest::getVersion)
              .timestamptz(q -> q.hasStartTime() ? q.getStartTime() : null)
              .timestamp(q -> q.hasLocalStart() ? LocalTimes.dateTime(q.getLocalStart()) : null)
              .uuid(RescheduleAppointmentRequest::getStaffId)
              .uuid(RescheduleAppointmentRequest::getRoomId)
              .text(q -> q.hasOverlapOverride() ? q.getOverlapOverride().getReason() : null)
              .returning(
                  row ->
                      RescheduleAppointmentResponse.newBuilder()
                          .setAppointment(BookingProtos.appointment(row))
                          .addAllConflictingAppointmentIds(row.texts("conflict_ids"))
                          .build(),
                  APPOINTMENT,
                  "f.conflict_ids");

  private static final SqlFunction<CancelAppointmentRequest, CancelAppointmentResponse>
      CANCEL_APPOINTMENT =
          SqlFunction.writing("booking.cancel_appointment", CancelAppointmentRequest::getRequestId)
              .contendingFor(CancelAppointmentRequest::getAppointmentId)
              .uuid(CancelAppointmentRequest::getAppointmentId)
              .bigint(q -> q.hasVersion() ? q.getVersion() : null)
              .text(CancelAppointmentRequest::getReason)
              .returning(
                  row ->
                      CancelAppointmentResponse.newBuilder()
                          .setAppointment(BookingProtos.appointment(row))
                          .build(),
                  APPOINTMENT);

  private static final SqlFunction<UpdateAppointmentStatusRequest, UpdateAppointmentStatusResponse>
      UPDATE_APPOINTMENT_STATUS =
          SqlFunction.writing(
                  "booking.update_appointment_status", UpdateAppointmentStatusRequest::getRequestId)
              .contendingFor(UpdateAppointmentStatusRequest::getAppointmentId)
              .uuid(UpdateAppointmentStatusRequest::getAppointmentId)
              .bigint(q -> q.hasVersion() ? q.getVersion() : null)
              .text(q -> BookingProtos.statusName(q.getStatus()))
              .returning(
                  row ->
                      UpdateAppointmentStatusResponse.newBuilder()
                          .setAppointment(BookingProtos.appointment(row))
                          .build(),
                  APPOINTMENT);

  private static final SqlFunction<GetAppointmentRequest, GetAppointmentResponse> GET_APPOINTMENT =
      SqlFunction.<GetAppointmentRequest>readingAsActor("booking.get_appointment")
          .sharingStatements()
          .uuid(GetAppointmentRequest::getAppointmentId)
          .returning(
              row ->
                  GetAppointmentResponse.newBuilder()
                      .setAppointment(BookingProtos.appointment(row))
                      .build(),
              APPOINTMENT);

  private static final SqlFunction<ListAppointmentsRequest, List<Appointment>> LIST_APPOINTMENTS =
      SqlFunction.<ListAppointmentsRequest>readingAsActor("booking.list_appointments")
          .uuid(ListAppointmentsRequest::getStaffId)
          .uuid(ListAppointmentsRequest::getPetId)
          .uuid(ListAppointmentsRequest::getClientId)
          .words(q -> q.getStatusesList().stream().map(BookingProtos::statusName).toList())
          .timestamptz(q -> q.hasFromTime() ? q.getFromTime() : null)
          .timestamptz(q -> q.hasToTime() ? q.getToTime() : null)
          .timestamptz(q -> Page.after(q).time())
          .uuid(q -> Page.after(q).id())
          .integer(q -> Page.rowsMax(q))
          .returningSet(BookingProtos::appointment);

  private final Lane lane;

  BookingStore(Lane lane) {
    this.lane = lane;
  }

  BookAppointmentResponse bookAppointment(Call<BookAppointmentRequest> call) {
    return lane.call(BOOK_APPOINTMENT, call);
  }

  RescheduleAppointmentResponse rescheduleAppointment(Call<RescheduleAppointmentRequest> call) {
    return lane.call(RESCHEDULE_APPOINTMENT, call);
  }

  CancelAppointmentResponse cancelAppointment(Call<CancelAppointmentRequest> call) {
    return lane.call(CANCEL_APPOINTMENT, call);
  }

  UpdateAppointmentStatusResponse updateAppointmentStatus(
      Call<UpdateAppointmentStatusRequest> call) {
    return lane.call(UPDATE_APPOINTMENT_STATUS, call);
  }

  GetAppointmentResponse getAppointment(Call<GetAppointmentRequest> call) {
    return lane.call(GET_APPOINTMENT, call);
  }

  ListAppointmentsResponse listAppointments(Call<ListAppointmentsRequest> call) {
    Page<Appointment> page =
        Page.of(
            call.request(),
            lane.call(LIST_APPOINTMENTS, call),
            a -> new Page.Position(a.getStartTime(), a.getAppointmentId()));
    return ListAppointmentsResponse.newBuilder()
        .addAllAppointments(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }
}
