package dev.corral.client;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import com.google.type.TimeOfDay;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** A clinic of its own, open all day, with a vet, a pet and a service. */
final class Clinic {

  private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 12);
  private final String actor = UUID.randomUUID().toString();
  private final String client = UUID.randomUUID().toString();
  private final String pet = UUID.randomUUID().toString();
  private final String service = UUID.randomUUID().toString();

  /** Makes it. */
  Clinic(RunningServer server) {
    try (CorralClient corral = connect(server.target()).build()) {
      corral
          .as(as("PLATFORM"))
          .call(
              TenantServiceGrpc.getCreateTenantMethod(),
              CreateTenantRequest.newBuilder()
                  .setTenantId(tenant)
                  .setSettings(
                      TenantSettings.newBuilder()
                          .setDisplayName("Clínica")
                          .setCurrencyCode("PYG")
                          .setTimeZone("UTC")
                          .setTaxMode(TaxMode.TAX_MODE_INCLUSIVE)
                          .setTaxRounding(TaxRounding.TAX_ROUNDING_PER_LINE))
                  .build());
      open(corral);
    }
  }

  String tenant() {
    return tenant;
  }

  String pet() {
    return pet;
  }

  Credentials as(String role) {
    return Credentials.development(tenant, role, actor);
  }

  /** A client of its administrator, to be finished. */
  CorralClient.Builder connect(String target) {
    return CorralClient.builder(target).plaintext().credentials(as("ADMIN"));
  }

  /** What is to be sent to book the n-th free start of tomorrow. */
  BookAppointmentRequest visit(CorralClient corral, int n) {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(1);
    Date date =
        Date.newBuilder()
            .setYear(day.getYear())
            .setMonth(day.getMonthValue())
            .setDay(day.getDayOfMonth())
            .build();
    Timestamp start =
        corral
            .call(
                BookingServiceGrpc.getListAvailableSlotsMethod(),
                ListAvailableSlotsRequest.newBuilder()
                    .addServiceIds(service)
                    .setFromDate(date)
                    .setToDate(date)
                    .build())
            .getSlots(n)
            .getStartTime();
    return BookAppointmentRequest.newBuilder()
        .setPetId(pet)
        .addServiceIds(service)
        .setStartTime(start)
        .build();
  }

  private void open(CorralClient corral) {
    SetWorkingHoursRequest.Builder hours = SetWorkingHoursRequest.newBuilder();
    TimeWindow allDay =
        TimeWindow.newBuilder()
            .setStart(TimeOfDay.getDefaultInstance())
            .setEnd(TimeOfDay.newBuilder().setHours(24))
            .build();
    for (int day = 1; day <= 7; day++) {
      hours.addDays(DayWindows.newBuilder().setWeekdayValue(day).addWindows(allDay));
    }
    corral.call(DirectoryServiceGrpc.getSetWorkingHoursMethod(), hours.build());
    corral.call(
        DirectoryServiceGrpc.getUpsertClientMethod(),
        UpsertClientRequest.newBuilder()
            .setClient(Client.newBuilder().setClientId(client).setDisplayName("María"))
            .build());
    corral.call(
        DirectoryServiceGrpc.getUpsertPetMethod(),
        UpsertPetRequest.newBuilder()
            .setPet(
                Pet.newBuilder()
                    .setPetId(pet)
                    .setClientId(client)
                    .setDisplayName("Luna")
                    .setSpecies("dog")
                    .setStatus(PetStatus.PET_STATUS_ACTIVE))
            .build());
    corral.call(
        DirectoryServiceGrpc.getUpsertStaffMethod(),
        UpsertStaffRequest.newBuilder()
            .setStaff(
                Staff.newBuilder()
                    .setStaffId(UUID.randomUUID().toString())
                    .setDisplayName("Ana")
                    .setRole(StaffRole.STAFF_ROLE_VET)
                    .setBookable(true))
            .build());
    corral.call(
        CatalogServiceGrpc.getUpsertServiceMethod(),
        UpsertServiceRequest.newBuilder()
            .setService(
                Service.newBuilder()
                    .setServiceId(service)
                    .setDisplayName("Consulta")
                    .setDurationMinutes(30)
                    .setActive(true))
            .build());
  }
}
