package dev.corral.fuzz;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clinic that goes about its day: it lists slots, books, reads and cancels. */
final class Neighbour implements Runnable {

  private final Clinic clinic;
  private final String pet;
  private final String vet;
  private final String service;
  private final List<Long> took = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private volatile boolean stopped;

  Neighbour(TestServer server) {
    clinic = server.freshClinic();
    pet = clinic.pet();
    vet = clinic.vet();
    service = clinic.service(30);
  }

  /** Its clinic. */
  Clinic clinic() {
    return clinic;
  }

  /** Goes on until it is stopped. */
  @Override
  public void run() {
    while (!stopped) {
      day();
    }
  }

  void stop() {
    stopped = true;
  }

  /** One round of its calls. */
  void day() {
    try {
      timed(() -> clinic.slots(clinic.day(2), clinic.day(2), 30, service));
      Appointment[] booked = new Appointment[1];
      timed(() -> booked[0] = clinic.book(pet, vet, clinic.at(2, 10, 0), service));
      String id = booked[0].getAppointmentId();
      var get = GetAppointmentRequest.newBuilder().setAppointmentId(id).build();
      timed(() -> clinic.bookings().getAppointment(get));
      var cancel =
          CancelAppointmentRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setAppointmentId(id)
              .build();
      timed(() -> clinic.bookings().cancelAppointment(cancel));
    } catch (StatusRuntimeException e) {
      failures.add(e.getStatus().toString());
    }
  }

  /** The 99th percentile of its calls since it was last asked. */
  Duration p99() {
    List<Long> sorted = took.stream().sorted().toList();
    took.clear();
    return Duration.ofNanos(sorted.get(sorted.size() * 99 / 100));
  }

  /** The calls that failed. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void timed(Runnable call) {
    long start = System.nanoTime();
    call.run();
    took.add(System.nanoTime() - start);
  }
}
