package dev.corral;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.type.Date;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.TimeOff;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.testing.Contract;
import io.grpc.MethodDescriptor;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Requests that a clinic would grant, made from the descriptors: every field is filled, every id is
 * that of a row of the clinic. An RPC that is new is filled too; where the name of a field does not
 * tell enough, it has to be taught here.
 */
public final class ValidRequests {

  private static final Map<String, Object> VALUES =
      Map.ofEntries(
          Map.entry("species", "dog"),
          Map.entry("currency_code", "PYG"),
          Map.entry("time_zone", "UTC"),
          Map.entry("display_name", "Name"),
          Map.entry("email", "name@example.org"),
          Map.entry("phone", "+595 21 000000"),
          Map.entry("note", "note"),
          Map.entry("reason", "reason"),
          Map.entry("duration_minutes", 30),
          Map.entry("max_per_day", 1000),
          Map.entry("page_size", 10),
          Map.entry("horizon_days", 730),
          Map.entry("min_notice_minutes", 0),
          Map.entry("cancel_window_minutes", 0),
          Map.entry("slot_step_minutes", 15),
          Map.entry("method_id", "cash"),
          Map.entry("series", "A"),
          Map.entry("description", "Item"),
          Map.entry("unit_price_minor", 1000),
          Map.entry("calls_per_second", 100_000),
          Map.entry("calls_in_flight", 10_000),
          Map.entry("minor_units", 1),
          Map.entry("unit", "tablet"),
          Map.entry("variant", "variant"),
          Map.entry("prescription_reference", "file"),
          Map.entry("lot_code", ValidShelves.LOT),
          Map.entry("location_id", "main"),
          Map.entry("from_location_id", "main"),
          Map.entry("to_location_id", ValidShelves.LOCATION),
          Map.entry("seen_unit_price_minor", 1_000_000),
          Map.entry("seen_total_minor", 1_000_000));

  /**
   * Left empty: what only a former answer gives, what would close the clinic, what would have no
   * effect, what only a return names, and ids that nobody looks up.
   */
  private static final Set<String> UNSET =
      Set.of(
          "page_token", "breaks", "validate_only", "item_id", "returned_movement_id", "source_id");

  private final Clinic clinic;
  private final Map<String, Supplier<String>> ids;
  private final ValidBills bills;
  private final ValidShelves shelves;
  private int days = 10;
  private String rpc;

  private ValidRequests(Clinic clinic, Map<String, String> rows) {
    this.clinic = clinic;
    this.ids = new HashMap<>();
    this.bills = new ValidBills(clinic, rows.get("client_id"));
    this.shelves = new ValidShelves(clinic, rows.get("client_id"));
    rows.forEach((name, id) -> ids.put(name, () -> id));
    ids.put("request_id", Clinic::newId);
    ids.put("tenant_id", () -> "t" + Clinic.newId().replace("-", ""));
    ids.put("appointment_id", this::appointment);
    ids.put("time_off_id", this::timeOff);
    ids.put("reference", () -> "receipt " + Clinic.newId());
    ids.put("invoice_id", () -> bills.invoice(rpc));
    ids.put("payment_id", () -> bills.payment(rpc));
    ids.put("product_id", shelves::product);
    ids.put("reservation_id", shelves::reservation);
    ids.put("coupon_code", shelves::coupon);
    ids.put("guest_token", shelves::guest);
  }

  /** Requests for a clinic, which gets one row of each kind for them. */
  public static ValidRequests of(Clinic clinic) {
    String client = clinic.client();
    return new ValidRequests(
        clinic,
        Map.of(
            "client_id", client,
            "pet_id", clinic.pet(client, "dog"),
            "staff_id", clinic.vet(),
            "service_id", clinic.service(30),
            "room_id", clinic.room(),
            "device_id", clinic.device()));
  }

  /** The client whose requests they would be. */
  public String client() {
    return ids.get("client_id").get();
  }

  /** A request for an RPC. Each has its own request id, day, appointment and absence. */
  public Message fill(MethodDescriptor<?, ?> rpc) {
    this.rpc = rpc.getBareMethodName();
    return message(Contract.schema(rpc).getInputType());
  }

  private Message message(Descriptor type) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    Set<OneofDescriptor> chosen = new HashSet<>();
    for (FieldDescriptor field : type.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (UNSET.contains(field.getName()) || oneof != null && !chosen.add(oneof)) {
        continue;
      }
      if (field.isRepeated()) {
        elements(field).forEach(element -> message.addRepeatedField(field, element));
      } else {
        message.setField(field, value(field, rules(field)));
      }
    }
    return message.build();
  }

  private List<?> elements(FieldDescriptor field) {
    if (isMessage(field, DayWindows.getDescriptor())) {
      return Clinic.everyDay(0, 1440);
    }
    return List.of(value(field, rules(field).getRepeated().getItems()));
  }

  private Object value(FieldDescriptor field, FieldRules rules) {
    if (field.getName().equals("version") && field.getFullName().startsWith("corral.cart.")) {
      return shelves.cartVersion();
    } else if (field.getFullName().equals("corral.stock.v1.StockDemand.location_id")) {
      return ""; // a commit must name none
    }
    Object known = field.getJavaType() == JavaType.ENUM ? null : VALUES.get(field.getName());
    if (known != null) {
      return field.getJavaType() == JavaType.LONG ? (Object) ((Number) known).longValue() : known;
    }
    return switch (field.getJavaType()) {
      case STRING -> id(field);
      case BOOLEAN -> true;
      case INT -> 1;
      case LONG -> 1L;
      case ENUM -> enumValue(field.getEnumType(), rules.getEnum().getInList());
      case MESSAGE -> part(field);
      default -> throw new IllegalStateException("teach ValidRequests " + field.getFullName());
    };
  }

  private String id(FieldDescriptor field) {
    String name = field.getName();
    String singular = name.endsWith("_ids") ? name.substring(0, name.length() - 1) : name;
    Supplier<String> id = ids.get(singular.equals("resource_id") ? "room_id" : singular);
    if (id == null) {
      throw new IllegalStateException("teach ValidRequests " + field.getFullName());
    }
    return id.get();
  }

  private Object part(FieldDescriptor field) {
    if (isMessage(field, Timestamp.getDescriptor())) {
      return Clinic.timestamp(instant(field.getName()));
    } else if (isMessage(field, Date.getDescriptor())) {
      return Clinic.date(clinic.day(field.getName().equals("from_date") ? 2 : 3));
    } else if (isMessage(field, TimeWindow.getDescriptor())) {
      return Clinic.window(0, 1440);
    }
    return message(field.getMessageType());
  }

  private Instant instant(String name) {
    return name.startsWith("end") || name.startsWith("to")
        ? clinic.at(days, 11, 0)
        : clinic.at(++days, 10, 0);
  }

  private static Object enumValue(EnumDescriptor type, List<Integer> allowed) {
    return type.findValueByNumber(allowed.isEmpty() ? 1 : allowed.get(0));
  }

  private String appointment() {
    return clinic
        .book(
            ids.get("pet_id").get(),
            ids.get("staff_id").get(),
            clinic.at(++days, 10, 0),
            ids.get("service_id").get())
        .getAppointmentId();
  }

  private String timeOff() {
    String id = Clinic.newId();
    clinic
        .directory()
        .upsertTimeOff(
            UpsertTimeOffRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setTimeOff(
                    TimeOff.newBuilder()
                        .setTimeOffId(id)
                        .setStaffId(ids.get("staff_id").get())
                        .setStartTime(Clinic.timestamp(clinic.at(++days, 10, 0)))
                        .setEndTime(Clinic.timestamp(clinic.at(days, 11, 0))))
                .build());
    return id;
  }

  private static boolean isMessage(FieldDescriptor field, Descriptor type) {
    return field.getJavaType() == JavaType.MESSAGE
        && field.getMessageType().getFullName().equals(type.getFullName());
  }

  private static FieldRules rules(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field);
  }
}
