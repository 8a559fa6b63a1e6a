package dev.corral.booking;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.grpc.PageToken;
import java.util.List;

/** Pages of ListAppointments, by start and id. */
final class AppointmentPage {

  private AppointmentPage() {}

  /** The last appointment of the page before. */
  static PageToken.Position after(ListAppointmentsRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  /** A page of at most one row more than its size, which shows that there is another. */
  static ListAppointmentsResponse of(ListAppointmentsRequest request, List<Appointment> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    ListAppointmentsResponse.Builder page = ListAppointmentsResponse.newBuilder();
    if (rows.size() > size) {
      Appointment last = rows.get(size - 1);
      page.setNextPageToken(
          PageToken.write(
              filter(request),
              new PageToken.Position(last.getStartTime(), last.getAppointmentId())));
    }
    return page.addAllAppointments(rows.subList(0, Math.min(size, rows.size()))).build();
  }

  private static ListAppointmentsRequest filter(ListAppointmentsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }
}
