package dev.corral.booking;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.catalog.v1.Service;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.TimeOff;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.tenant.v1.UpdateTenantRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A clinic and a request that it would grant: two services of 30 and 15 minutes, that need one vet,
 * one room and one device, three days from now at 10:00. Tests spoil it in one way or in several,
 * and then ask.
 */
final class BookingScene {

  static final String ZONE = "America/New_York";

  final TestServer server;
  final Clinic clinic;
  final String owner;
  final String pet;
  final String vet;
  final String other;
  final String room;
  final String device;

  /** A request id that each mutation has used for something else. */
  final String usedRequestId = Clinic.newId();

  // What the request will say.
  Clinic caller;
  String requestId = Clinic.newId();
  String petId;
  String staffId;
  String roomId;
  String appointmentId = "";
  List<String> serviceIds;
  Instant start;
  LocalDateTime localStart;
  boolean overlap;
  long version = 1;

  private final TenantSettings.Builder settings = Clinic.settings(ZONE);
  private final Service.Builder service = Clinic.consultation(30);
  private final Service.Builder second = Clinic.consultation(15);
  private long tenantVersion = 1;

  BookingScene(TestServer server) {
    this.server = server;
    clinic = Clinic.create(server.channel(), settings.build());
    owner = clinic.client();
    pet = clinic.pet(owner, "dog");
    vet = clinic.vet();
    other = clinic.vet();
    room = clinic.room();
    device = clinic.device();
    service.addStaffIds(vet).addRoomIds(room).addDeviceIds(device);
    serviceIds = List.of(clinic.service(service), clinic.service(second));
    caller = clinic;
    petId = pet;
    staffId = vet;
    roomId = room;
    start = clinic.at(3, 10, 0);
    useRequestId();
  }

  /** Books what is to be moved: the same visit, at 14:00. */
  BookingScene withAppointment() {
    appointmentId =
        clinic
            .book(
                Clinic.booking(pet, clinic.at(3, 14, 0), serviceIds.toArray(String[]::new))
                    .setStaffId(vet))
            .getAppointmentId();
    return this;
  }

  private void useRequestId() {
    Appointment used =
        clinic.book(
            Clinic.booking(clinic.pet(), clinic.at(5, 10, 0), serviceIds.get(1))
                .setRequestId(usedRequestId));
    clinic
        .bookings()
        .rescheduleAppointment(
            Clinic.move(used, clinic.at(5, 11, 0)).setRequestId(usedRequestId).build());
    status(used.getAppointmentId(), usedRequestId, AppointmentStatus.APPOINTMENT_STATUS_CONFIRMED);
    clinic
        .bookings()
        .cancelAppointment(
            CancelAppointmentRequest.newBuilder()
                .setRequestId(usedRequestId)
                .setAppointmentId(used.getAppointmentId())
                .build());
  }

  /** Takes the appointment to a status, and says that the caller has seen it there. */
  void statusIs(AppointmentStatus status) {
    version = status(appointmentId, Clinic.newId(), status).getVersion();
  }

  private Appointment status(String appointment, String withRequestId, AppointmentStatus status) {
    return clinic
        .bookings()
        .updateAppointmentStatus(
            UpdateAppointmentStatusRequest.newBuilder()
                .setRequestId(withRequestId)
                .setAppointmentId(appointment)
                .setStatus(status)
                .build())
        .getAppointment();
  }

  void settings(Consumer<TenantSettings.Builder> change) {
    change.accept(settings);
    clinic
        .tenants()
        .updateTenant(
            UpdateTenantRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setVersion(tenantVersion++)
                .setSettings(settings)
                .build());
  }

  void service(Consumer<Service.Builder> change) {
    change.accept(service);
    clinic.service(service);
  }

  void second(Consumer<Service.Builder> change) {
    change.accept(second);
    clinic.service(second);
  }

  void petIs(PetStatus status) {
    clinic
        .directory()
        .upsertPet(
            UpsertPetRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setPet(
                    Pet.newBuilder()
                        .setPetId(pet)
                        .setClientId(owner)
                        .setDisplayName("Pet")
                        .setSpecies("dog")
                        .setStatus(status))
                .build());
  }

  void deviceIsOutOfUse() {
    clinic
        .directory()
        .upsertResource(
            UpsertResourceRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setResource(
                    Resource.newBuilder()
                        .setResourceId(device)
                        .setKind(ResourceKind.RESOURCE_KIND_DEVICE)
                        .setDisplayName("Device"))
                .build());
  }

  void vetIsAway() {
    clinic
        .directory()
        .upsertTimeOff(
            UpsertTimeOffRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setTimeOff(
                    TimeOff.newBuilder()
                        .setTimeOffId(Clinic.newId())
                        .setStaffId(vet)
                        .setStartTime(Clinic.timestamp(clinic.at(3, 9, 0)))
                        .setEndTime(Clinic.timestamp(clinic.at(3, 11, 0))))
                .build());
  }

  /** Somebody has a visit at 10:00 that needs one of the same things. */
  Appointment rival(String withPet, String withVet, Consumer<Service.Builder> needs) {
    Service.Builder plain = Clinic.consultation(30);
    needs.accept(plain);
    return clinic.book(withPet, withVet, clinic.at(3, 10, 0), clinic.service(plain));
  }

  Appointment book() {
    BookAppointmentRequest.Builder request =
        Clinic.booking(petId, start, serviceIds.toArray(String[]::new))
            .setRequestId(requestId)
            .setStaffId(staffId)
            .setRoomId(roomId);
    if (localStart != null) {
      request.setLocalStart(localStart);
    }
    if (overlap) {
      request.setOverlapOverride(override());
    }
    return caller.book(request);
  }

  Appointment move() {
    RescheduleAppointmentRequest.Builder request =
        RescheduleAppointmentRequest.newBuilder()
            .setRequestId(requestId)
            .setAppointmentId(appointmentId)
            .setVersion(version)
            .setStartTime(Clinic.timestamp(start))
            .setStaffId(staffId)
            .setRoomId(roomId);
    if (localStart != null) {
      request.setLocalStart(localStart);
    }
    if (overlap) {
      request.setOverlapOverride(override());
    }
    return caller.bookings().rescheduleAppointment(request.build()).getAppointment();
  }

  void slots() {
    caller
        .bookings()
        .listAvailableSlots(
            ListAvailableSlotsRequest.newBuilder()
                .addAllServiceIds(serviceIds)
                .addStaffIds(staffId)
                .setPetId(petId)
                .setRoomId(roomId)
                .setFromDate(Clinic.date(clinic.day(3)))
                .setToDate(Clinic.date(clinic.day(10)))
                .build());
  }

  List<String> explain() {
    ExplainUnavailabilityRequest.Builder request =
        ExplainUnavailabilityRequest.newBuilder()
            .addAllServiceIds(serviceIds)
            .addStaffIds(staffId)
            .setPetId(petId)
            .setRoomId(roomId)
            .setStartTime(Clinic.timestamp(start));
    if (localStart != null) {
      request.setLocalStart(localStart);
    }
    List<String> reasons = new ArrayList<>();
    caller
        .bookings()
        .explainUnavailability(request.build())
        .getStaff(0)
        .getBlockersList()
        .forEach(blocker -> reasons.add(blocker.getError().getReason()));
    return reasons;
  }

  private static OverlapOverride override() {
    return OverlapOverride.newBuilder().setReason("on purpose").build();
  }
}
