package dev.corral;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.Slot;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.Role;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import dev.corral.tenant.v1.TenantSettings;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A tenant of its own for one test, open around the clock, with what a test needs said in a line.
 * Calls as ADMIN unless {@link #as} says otherwise.
 */
public final class Clinic {

  private final Channel channel;
  private final String tenantId;
  private final TenantSettings settings;
  private final Role role;
  private final String actorId;

  private Clinic(
      Channel channel, String tenantId, TenantSettings settings, Role role, String actorId) {
    this.channel = channel;
    this.tenantId = tenantId;
    this.settings = settings;
    this.role = role;
    this.actorId = actorId;
  }

  /** Settings to start from: guaraníes, no notice, the longest horizon, a step of 15 minutes. */
  public static TenantSettings.Builder settings(String timeZone) {
    return TenantSettings.newBuilder()
        .setDisplayName("Clinic")
        .setCurrencyCode("PYG")
        .setTimeZone(timeZone)
        .setTaxMode(TaxMode.TAX_MODE_INCLUSIVE)
        .setTaxRounding(TaxRounding.TAX_ROUNDING_PER_LINE)
        .setHorizonDays(730);
  }

  /** A new clinic that is open around the clock. */
  public static Clinic create(Channel channel, TenantSettings settings) {
    String tenantId = "t" + newId().replace("-", "");
    Clinic platform = new Clinic(channel, tenantId, settings, Role.ROLE_PLATFORM, newId());
    platform
        .tenants()
        .createTenant(
            CreateTenantRequest.newBuilder()
                .setRequestId(newId())
                .setTenantId(tenantId)
                .setSettings(settings)
                .build());
    Clinic clinic = platform.as(Role.ROLE_ADMIN, newId());
    clinic.setHours(null, everyDay(0, 1440));
    return clinic;
  }

  /** A clinic that was never created. */
  public static Clinic unknown(Channel channel) {
    return new Clinic(channel, "never-created", settings("UTC").build(), Role.ROLE_ADMIN, newId());
  }

  /** The same clinic, called by somebody else. */
  public Clinic as(Role otherRole, String otherActorId) {
    return new Clinic(channel, tenantId, settings, otherRole, otherActorId);
  }

  /** The same clinic, called by one of its clients. */
  public Clinic asClient(String clientId) {
    return as(Role.ROLE_CLIENT, clientId);
  }

  public String tenantId() {
    return tenantId;
  }

  public ZoneId zone() {
    return ZoneId.of(settings.getTimeZone());
  }

  public TenantServiceBlockingStub tenants() {
    return TenantServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public DirectoryServiceBlockingStub directory() {
    return DirectoryServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public CatalogServiceBlockingStub catalog() {
    return CatalogServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public BookingServiceBlockingStub bookings() {
    return BookingServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public PaymentServiceBlockingStub payments() {
    return PaymentServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public StockServiceBlockingStub stock() {
    return StockServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  public CartServiceBlockingStub carts() {
    return CartServiceGrpc.newBlockingStub(channel).withInterceptors(identity());
  }

  /** The metadata of the development identity. */
  public ClientInterceptor identity() {
    Metadata headers = new Metadata();
    headers.put(key("x-tenant-id"), tenantId);
    headers.put(key("x-role"), role.name().substring("ROLE_".length()));
    headers.put(key("x-actor-id"), actorId);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  // What the clinic has. Each returns the id.

  public String client() {
    return client(newId());
  }

  public String client(String id) {
    directory()
        .upsertClient(
            UpsertClientRequest.newBuilder()
                .setRequestId(newId())
                .setClient(Client.newBuilder().setClientId(id).setDisplayName("Client"))
                .build());
    return id;
  }

  public String pet() {
    return pet(client(), "dog");
  }

  public String pet(String clientId, String species) {
    String id = newId();
    directory()
        .upsertPet(
            UpsertPetRequest.newBuilder()
                .setRequestId(newId())
                .setPet(
                    Pet.newBuilder()
                        .setPetId(id)
                        .setClientId(clientId)
                        .setDisplayName("Pet")
                        .setSpecies(species)
                        .setStatus(PetStatus.PET_STATUS_ACTIVE))
                .build());
    return id;
  }

  public String vet() {
    String id = newId();
    directory()
        .upsertStaff(
            UpsertStaffRequest.newBuilder()
                .setRequestId(newId())
                .setStaff(
                    Staff.newBuilder()
                        .setStaffId(id)
                        .setDisplayName("Vet")
                        .setRole(StaffRole.STAFF_ROLE_VET)
                        .setBookable(true))
                .build());
    return id;
  }

  public String room() {
    return resource(ResourceKind.RESOURCE_KIND_ROOM);
  }

  public String device() {
    return resource(ResourceKind.RESOURCE_KIND_DEVICE);
  }

  private String resource(ResourceKind kind) {
    String id = newId();
    directory()
        .upsertResource(
            UpsertResourceRequest.newBuilder()
                .setRequestId(newId())
                .setResource(
                    Resource.newBuilder()
                        .setResourceId(id)
                        .setKind(kind)
                        .setDisplayName("Resource")
                        .setBookable(true))
                .build());
    return id;
  }

  /** A service to change and store: 30 minutes, no buffers, for all. */
  public static Service.Builder consultation(int minutes) {
    return Service.newBuilder()
        .setServiceId(newId())
        .setDisplayName("Consultation")
        .setDurationMinutes(minutes)
        .setPriceMinor(150_000)
        .setTaxRateBp(1000)
        .setActive(true);
  }

  /** Stores a service. */
  public String service(Service.Builder service) {
    catalog()
        .upsertService(
            UpsertServiceRequest.newBuilder().setRequestId(newId()).setService(service).build());
    return service.getServiceId();
  }

  public String service(int minutes) {
    return service(consultation(minutes));
  }

  /** A product to change and store: sold by the tablet, tax of 10 %. */
  public static Product.Builder tablets(long priceMinor) {
    return Product.newBuilder()
        .setProductId(newId())
        .setDisplayName("Tablets")
        .setUnit("tablet")
        .setPriceMinor(priceMinor)
        .setTaxRateBp(1000)
        .setActive(true);
  }

  /** Stores a product. */
  public String product(Product.Builder product) {
    catalog()
        .upsertProduct(
            UpsertProductRequest.newBuilder().setRequestId(newId()).setProduct(product).build());
    return product.getProductId();
  }

  /** Stores a coupon. */
  public String coupon(Coupon.Builder coupon) {
    catalog()
        .upsertCoupon(
            UpsertCouponRequest.newBuilder().setRequestId(newId()).setCoupon(coupon).build());
    return coupon.getCouponCode();
  }

  /** Replaces the week of a staff member, or with null the clinic's. */
  public void setHours(String staffId, List<DayWindows> days) {
    SetWorkingHoursRequest.Builder request =
        SetWorkingHoursRequest.newBuilder().setRequestId(newId()).addAllDays(days);
    if (staffId != null) {
      request.setStaffId(staffId);
    }
    directory().setWorkingHours(request.build());
  }

  /** The same window on each day of the week, in minutes from local midnight. */
  public static List<DayWindows> everyDay(int startMinute, int endMinute) {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(
            day ->
                DayWindows.newBuilder()
                    .setWeekday(DayOfWeek.forNumber(day))
                    .addWindows(window(startMinute, endMinute))
                    .build())
        .toList();
  }

  /** A window in minutes from local midnight; more than 1,440 is the next day. */
  public static TimeWindow window(int startMinute, int endMinute) {
    boolean nextDay = endMinute > 1440;
    return TimeWindow.newBuilder()
        .setStart(time(startMinute))
        .setEnd(time(nextDay ? endMinute - 1440 : endMinute))
        .setEndsNextDay(nextDay)
        .build();
  }

  // Booking.

  /** A request to complete and send: a fresh request id, a pet, services, an instant. */
  public static BookAppointmentRequest.Builder booking(
      String petId, Instant start, String... serviceIds) {
    return BookAppointmentRequest.newBuilder()
        .setRequestId(newId())
        .setPetId(petId)
        .addAllServiceIds(Arrays.asList(serviceIds))
        .setStartTime(timestamp(start));
  }

  /** Books with a named staff member. */
  public Appointment book(String petId, String staffId, Instant start, String... serviceIds) {
    return book(booking(petId, start, serviceIds).setStaffId(staffId));
  }

  public Appointment book(BookAppointmentRequest.Builder request) {
    return bookings().bookAppointment(request.build()).getAppointment();
  }

  /** A move of an appointment as it was seen. */
  public static RescheduleAppointmentRequest.Builder move(Appointment seen, Instant start) {
    return RescheduleAppointmentRequest.newBuilder()
        .setRequestId(newId())
        .setAppointmentId(seen.getAppointmentId())
        .setVersion(seen.getVersion())
        .setStartTime(timestamp(start));
  }

  /** The end of an appointment, whatever has become of it since it was seen. */
  public static CancelAppointmentRequest.Builder cancellation(Appointment seen) {
    return CancelAppointmentRequest.newBuilder()
        .setRequestId(newId())
        .setAppointmentId(seen.getAppointmentId());
  }

  /** An appointment as it is now. */
  public Appointment now(Appointment seen) {
    return bookings()
        .getAppointment(
            GetAppointmentRequest.newBuilder().setAppointmentId(seen.getAppointmentId()).build())
        .getAppointment();
  }

  /** The slots of some local dates. */
  public List<Slot> slots(LocalDate from, LocalDate to, int stepMinutes, String... serviceIds) {
    return bookings()
        .listAvailableSlots(
            ListAvailableSlotsRequest.newBuilder()
                .addAllServiceIds(Arrays.asList(serviceIds))
                .setFromDate(date(from))
                .setToDate(date(to))
                .setStepMinutes(stepMinutes)
                .build())
        .getSlotsList();
  }

  /** The starts of slots on the clinic's clock. */
  public List<LocalDateTime> localStarts(List<Slot> slots) {
    return slots.stream()
        .map(s -> instant(s.getStartTime()).atZone(zone()).toLocalDateTime())
        .toList();
  }

  /** A local date some days from now, for tests that need a future. */
  public LocalDate day(int daysAhead) {
    return LocalDate.now(zone()).plusDays(daysAhead);
  }

  /** An instant on a local date some days from now. */
  public Instant at(int daysAhead, int hour, int minute) {
    return day(daysAhead).atTime(hour, minute).atZone(zone()).toInstant();
  }

  // Values.

  public static String newId() {
    return UUID.randomUUID().toString();
  }

  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  public static Instant minutesLater(Instant instant, long minutes) {
    return instant.plus(minutes, ChronoUnit.MINUTES);
  }

  public static Date date(LocalDate date) {
    return Date.newBuilder()
        .setYear(date.getYear())
        .setMonth(date.getMonthValue())
        .setDay(date.getDayOfMonth())
        .build();
  }

  public static TimeOfDay time(int minute) {
    return TimeOfDay.newBuilder().setHours(minute / 60).setMinutes(minute % 60).build();
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
