package dev.corral.prove;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.Slot;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import java.time.LocalDate;
import java.util.List;

/** Vets and pets, free hours, and appointments of half an hour in them. */
final class Visits {

  private static final int MINUTES = 30;
  private static final int HOUR_MINUTES = 60;
  private static final int DAYS = 30;

  private final Scene scene;
  private final BookingServiceBlockingStub bookings;
  private final String visit;
  private final String hour;

  Visits(Scene scene) {
    this.scene = scene;
    this.bookings = BookingServiceGrpc.newBlockingStub(scene.channel());
    this.visit = service(MINUTES);
    this.hour = service(HOUR_MINUTES);
  }

  BookingServiceBlockingStub bookings() {
    return bookings;
  }

  List<String> vets(int count) {
    return Calls.each(count, i -> vet());
  }

  List<String> pets(int count) {
    return Calls.each(count, i -> pet());
  }

  /** The first hours in which all of these vets are free. */
  List<Timestamp> freeHours(List<String> vets, int count) throws Unfit {
    LocalDate tomorrow = LocalDate.now(scene.zone()).plusDays(1);
    List<Timestamp> hours =
        bookings
            .listAvailableSlots(
                ListAvailableSlotsRequest.newBuilder()
                    .addServiceIds(hour)
                    .addAllStaffIds(vets)
                    .setFromDate(date(tomorrow))
                    .setToDate(date(tomorrow.plusDays(DAYS)))
                    .setStepMinutes(HOUR_MINUTES)
                    .build())
            .getSlotsList()
            .stream()
            .filter(slot -> slot.getStaffIdsList().containsAll(vets))
            .map(Slot::getStartTime)
            .limit(count)
            .toList();
    if (hours.size() < count) {
      throw new Unfit(
          "the clinic has %d free hours in %d days, and the race needs %d: ask for fewer --rounds"
              .formatted(hours.size(), DAYS, count));
    }
    return hours;
  }

  Appointment book(String pet, String vet, Timestamp start) {
    return bookings
        .bookAppointment(
            BookAppointmentRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setPetId(pet)
                .setStaffId(vet)
                .addServiceIds(visit)
                .setStartTime(start)
                .build())
        .getAppointment();
  }

  Appointment move(Appointment seen, String vet, Timestamp start) {
    return bookings
        .rescheduleAppointment(
            RescheduleAppointmentRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setAppointmentId(seen.getAppointmentId())
                .setVersion(seen.getVersion())
                .setStaffId(vet)
                .setStartTime(start)
                .build())
        .getAppointment();
  }

  Appointment cancel(Appointment seen) {
    return bookings
        .cancelAppointment(
            CancelAppointmentRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setAppointmentId(seen.getAppointmentId())
                .build())
        .getAppointment();
  }

  static Timestamp later(Timestamp start, int minutes) {
    return start.toBuilder().setSeconds(start.getSeconds() + minutes * 60L).build();
  }

  private String vet() {
    String id = Scene.newId();
    scene
        .directory()
        .upsertStaff(
            UpsertStaffRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setStaff(
                    Staff.newBuilder()
                        .setStaffId(id)
                        .setDisplayName("Prove")
                        .setRole(StaffRole.STAFF_ROLE_VET)
                        .setBookable(true))
                .build());
    return id;
  }

  private String pet() {
    String id = Scene.newId();
    scene
        .directory()
        .upsertPet(
            UpsertPetRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setPet(
                    Pet.newBuilder()
                        .setPetId(id)
                        .setClientId(scene.client())
                        .setDisplayName("Prove")
                        .setSpecies("dog")
                        .setStatus(PetStatus.PET_STATUS_ACTIVE))
                .build());
    return id;
  }

  private String service(int minutes) {
    String id = Scene.newId();
    CatalogServiceGrpc.newBlockingStub(scene.channel())
        .upsertService(
            UpsertServiceRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setService(
                    Service.newBuilder()
                        .setServiceId(id)
                        .setDisplayName("Prove")
                        .setDurationMinutes(minutes)
                        .setPriceMinor(1_000)
                        .setActive(true))
                .build());
    return id;
  }

  private static Date date(LocalDate day) {
    return Date.newBuilder()
        .setYear(day.getYear())
        .setMonth(day.getMonthValue())
        .setDay(day.getDayOfMonth())
        .build();
  }
}
