package dev.corral.client;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.ListAppointmentsRequest;
import io.grpc.ClientInterceptor;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What README.md shows, so that the compiler reads it; {@link DocumentsTest} compares the two. */
final class Examples {

  private Examples() {}

  static CorralClient local(String actorId) {
    CorralClient corral =
        CorralClient.builder("localhost:9090")
            .plaintext()
            .credentials(Credentials.development("demo", "RECEPTION", actorId))
            .build();
    return corral;
  }

  static CorralClient machine(String key, File ca, ClientInterceptor tracing) throws IOException {
    return CorralClient.builder("corral.internal:9090")
        .tls(TlsChannelCredentials.newBuilder().trustManager(ca).build())
        .credentials(Credentials.apiKey(key))
        .deadline(Duration.ofSeconds(8))
        .hedgeReadsAfter(Duration.ofMillis(200))
        .intercept(tracing)
        .build();
  }

  static CorralClient user(CorralClient corral, Supplier<String> token) {
    CorralClient theirs = corral.as(Credentials.bearer(token).forTenant("san-roque"));
    return theirs;
  }

  static Appointment book(
      CorralClient corral, String requestId, String petId, String serviceId, Timestamp start) {
    BookAppointmentRequest request =
        BookAppointmentRequest.newBuilder()
            .setRequestId(requestId)
            .setPetId(petId)
            .addServiceIds(serviceId)
            .setStartTime(start)
            .build();
    try {
      return corral.call(BookingServiceGrpc.getBookAppointmentMethod(), request).getAppointment();
    } catch (CorralException e) {
      if (e.reason() == Reason.STAFF_BUSY) {
        return null; // somebody was faster: show the free slots again
      }
      throw e;
    }
  }

  static CompletableFuture<BookAppointmentResponse> later(
      CorralClient corral, BookAppointmentRequest request) {
    return corral.callAsync(BookingServiceGrpc.getBookAppointmentMethod(), request);
  }

  static long visits(CorralClient corral, String petId) {
    return corral
        .pages(
            BookingServiceGrpc.getListAppointmentsMethod(),
            ListAppointmentsRequest.newBuilder().setPetId(petId).build())
        .flatMap(page -> page.getAppointmentsList().stream())
        .count();
  }
}
