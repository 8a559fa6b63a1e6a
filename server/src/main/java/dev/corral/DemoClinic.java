package dev.corral;

import com.google.protobuf.Message;
import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.Slot;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.grpc.LocalTimes;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantSettings;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * The clinic that {@code corral up} makes to try things on: two vets, one client, one dog, one
 * service, open from Monday to Saturday, with a small shop. Made through the RPCs themselves;
 * making it again changes nothing.
 */
final class DemoClinic {

  private static final String TENANT = "demo";
  private static final ZoneId ZONE = ZoneId.of("America/Asuncion");
  private static final String ACTOR = id("actor");
  private static final String CLIENT = id("client");
  private static final String PET = id("pet");
  private static final String SERVICE = id("service");
  private static final int DAYS_AHEAD_MAX = 7;

  private final Channel channel;

  DemoClinic(Channel channel) {
    this.channel = channel;
  }

  /** Makes what is not there yet. */
  void make() {
    makeTenant();
    DirectoryServiceBlockingStub directory =
        DirectoryServiceGrpc.newBlockingStub(channel).withInterceptors(as("ADMIN"));
    SetWorkingHoursRequest hours = hours();
    directory.setWorkingHours(hours.toBuilder().setRequestId(id(hours)).build());
    makeStaff(directory, "Dra. Ana Benítez");
    makeStaff(directory, "Dr. Luis Cáceres");
    makePet(directory);
    UpsertServiceRequest service = UpsertServiceRequest.newBuilder().setService(service()).build();
    CatalogServiceGrpc.newBlockingStub(channel)
        .withInterceptors(as("ADMIN"))
        .upsertService(service.toBuilder().setRequestId(id(service)).build());
    new DemoShop(channel, as("ADMIN"), LocalDate.now(ZONE)).make();
  }

  /** Commands that work when they are pasted: one books the next slot, one fills a cart. */
  List<String> examples(int port) {
    Instant start = Instant.ofEpochSecond(nextSlot().getStartTime().getSeconds());
    LocalDate day = start.atZone(ZONE).toLocalDate();
    return List.of(
        "grpcurl -plaintext localhost:%d list".formatted(port),
        grpcurl(
            port,
            "booking.v1.BookingService/ListAvailableSlots",
            """
            {"service_ids": ["%s"], "from_date": %s, "to_date": %s}"""
                .formatted(SERVICE, json(day), json(day))),
        grpcurl(
            port,
            "booking.v1.BookingService/BookAppointment",
            """
            {"request_id": "%s", "pet_id": "%s", "service_ids": ["%s"], "start_time": "%s"}"""
                .formatted(UUID.randomUUID(), PET, SERVICE, start)),
        grpcurl(
            port,
            "cart.v1.CartService/SetCartLine",
            """
            {"request_id": "%s", "owner": {"client_id": "%s"},
              "line": {"key": {"product_id": "%s", "pet_id": "%s"}, "quantity": 2}}"""
                .formatted(UUID.randomUUID(), CLIENT, DemoShop.FOOD, PET)));
  }

  private void makeTenant() {
    CreateTenantRequest tenant =
        CreateTenantRequest.newBuilder()
            .setTenantId(TENANT)
            .setSettings(
                TenantSettings.newBuilder()
                    .setDisplayName("Clínica San Roque")
                    .setCurrencyCode("PYG")
                    .setTimeZone(ZONE.getId())
                    .setTaxMode(TaxMode.TAX_MODE_INCLUSIVE)
                    .setTaxRounding(TaxRounding.TAX_ROUNDING_PER_LINE))
            .build();
    try {
      TenantServiceGrpc.newBlockingStub(channel)
          .withInterceptors(as("PLATFORM"))
          .createTenant(tenant.toBuilder().setRequestId(id(tenant)).build());
    } catch (StatusRuntimeException e) {
      // made by an earlier version with other settings, which it keeps
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static SetWorkingHoursRequest hours() {
    SetWorkingHoursRequest.Builder hours = SetWorkingHoursRequest.newBuilder();
    for (int day = DayOfWeek.MONDAY_VALUE; day <= DayOfWeek.SATURDAY_VALUE; day++) {
      hours.addDays(
          DayWindows.newBuilder()
              .setWeekday(DayOfWeek.forNumber(day))
              .addWindows(window(8, 18))
              .addBreaks(window(12, 14)));
    }
    return hours.build();
  }

  private static void makeStaff(DirectoryServiceBlockingStub directory, String name) {
    UpsertStaffRequest staff =
        UpsertStaffRequest.newBuilder()
            .setStaff(
                Staff.newBuilder()
                    .setStaffId(id(name))
                    .setDisplayName(name)
                    .setRole(StaffRole.STAFF_ROLE_VET)
                    .setBookable(true))
            .build();
    directory.upsertStaff(staff.toBuilder().setRequestId(id(staff)).build());
  }

  private static void makePet(DirectoryServiceBlockingStub directory) {
    UpsertClientRequest client =
        UpsertClientRequest.newBuilder()
            .setClient(Client.newBuilder().setClientId(CLIENT).setDisplayName("María González"))
            .build();
    directory.upsertClient(client.toBuilder().setRequestId(id(client)).build());
    UpsertPetRequest pet =
        UpsertPetRequest.newBuilder()
            .setPet(
                Pet.newBuilder()
                    .setPetId(PET)
                    .setClientId(CLIENT)
                    .setDisplayName("Luna")
                    .setSpecies("dog")
                    .setStatus(PetStatus.PET_STATUS_ACTIVE))
            .build();
    directory.upsertPet(pet.toBuilder().setRequestId(id(pet)).build());
  }

  private static Service service() {
    return Service.newBuilder()
        .setServiceId(SERVICE)
        .setDisplayName("Consulta general")
        .setDurationMinutes(30)
        .setBufferAfterMinutes(10)
        .setPriceMinor(150_000)
        .setTaxRateBp(1000)
        .setActive(true)
        .build();
  }

  private Slot nextSlot() {
    LocalDate tomorrow = LocalDate.now(ZONE).plusDays(1);
    return BookingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(as("RECEPTION"))
        .listAvailableSlots(
            ListAvailableSlotsRequest.newBuilder()
                .addServiceIds(SERVICE)
                .setPetId(PET)
                .setFromDate(LocalTimes.date(tomorrow))
                .setToDate(LocalTimes.date(tomorrow.plusDays(DAYS_AHEAD_MAX)))
                .build())
        .getSlots(0);
  }

  private static String grpcurl(int port, String method, String request) {
    return """
        grpcurl -plaintext -H 'x-tenant-id: %s' -H 'x-role: RECEPTION' -H 'x-actor-id: %s' \\
          -d '%s' \\
          localhost:%d corral.%s"""
        .formatted(TENANT, ACTOR, request, port, method);
  }

  private static ClientInterceptor as(String role) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-tenant-id", Metadata.ASCII_STRING_MARSHALLER), TENANT);
    headers.put(Metadata.Key.of("x-role", Metadata.ASCII_STRING_MARSHALLER), role);
    headers.put(Metadata.Key.of("x-actor-id", Metadata.ASCII_STRING_MARSHALLER), ACTOR);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static TimeWindow window(int startHour, int endHour) {
    return TimeWindow.newBuilder()
        .setStart(TimeOfDay.newBuilder().setHours(startHour))
        .setEnd(TimeOfDay.newBuilder().setHours(endHour))
        .build();
  }

  private static String json(LocalDate date) {
    return "{\"year\": %d, \"month\": %d, \"day\": %d}"
        .formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  static String id(String name) {
    return UUID.nameUUIDFromBytes(("demo/" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The same request has the same id, so that a second start replays it. */
  static String id(Message request) {
    return UUID.nameUUIDFromBytes(request.toByteArray()).toString();
  }
}
