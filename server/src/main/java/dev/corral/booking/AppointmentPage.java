package dev.corral.booking;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.grpc.PageToken;
import dev.corral.kernel.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Pages of ListAppointments. The token says after which appointment the next page begins. */
final class AppointmentPage {

  private static final int SIZE_DEFAULT = 50;
  private static final int SIZE_MAX = 200;

  private AppointmentPage() {}

  /** The last appointment of the page before. */
  record After(Timestamp startTime, String appointmentId) {}

  static int size(ListAppointmentsRequest request) {
    return request.getPageSize() == 0 ? SIZE_DEFAULT : Math.min(request.getPageSize(), SIZE_MAX);
  }

  static After after(ListAppointmentsRequest request) {
    if (request.getPageToken().isEmpty()) {
      return new After(null, "");
    }
    List<String> parts = PageToken.read(request.getPageToken(), filter(request), 2);
    try {
      return new After(
          Row.timestamp(Instant.parse(parts.get(0))), UUID.fromString(parts.get(1)).toString());
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw PageToken.invalid();
    }
  }

  /** A page of at most one row more than its size, which shows that there is another. */
  static ListAppointmentsResponse of(ListAppointmentsRequest request, List<Appointment> rows) {
    int size = size(request);
    ListAppointmentsResponse.Builder page = ListAppointmentsResponse.newBuilder();
    if (rows.size() <= size) {
      return page.addAllAppointments(rows).build();
    }
    Appointment last = rows.get(size - 1);
    Instant start =
        Instant.ofEpochSecond(last.getStartTime().getSeconds(), last.getStartTime().getNanos());
    return page.addAllAppointments(rows.subList(0, size))
        .setNextPageToken(
            PageToken.write(filter(request), List.of(start.toString(), last.getAppointmentId())))
        .build();
  }

  private static ListAppointmentsRequest filter(ListAppointmentsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }
}
