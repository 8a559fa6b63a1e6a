package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.corral.common.v1.Role;
import dev.corral.testing.Answers;
import dev.corral.testing.Contract;
import dev.corral.testing.Refusals;
import dev.corral.testing.RequestIds;
import dev.corral.testing.TenantRows;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write comes back as they wrote it, by every RPC that stores a text. */
class TextTravelsTest {

  /** Texts that name something, and how it is refused when there is no such thing. */
  private static final Map<String, String> NAMES =
      Map.of(
          "corral.tenant.v1.TenantSettings.time_zone", "UNKNOWN_TIME_ZONE",
          "corral.payment.v1.RecordInvoicePaymentRequest.method_id", "INVALID_PAYMENT",
          "corral.stock.v1.AdjustStockRequest.lot_code", "LOT_NOT_FOUND",
          "corral.stock.v1.TransferStockRequest.lot_code", "LOT_NOT_FOUND",
          "corral.stock.v1.RecallLotRequest.lot_code", "LOT_NOT_FOUND",
          "corral.stock.v1.ListLotRecipientsRequest.lot_code", "LOT_NOT_FOUND");

  /** Texts that are kept, but not in what the RPC replies. */
  private static final Set<String> KEPT_IN_SILENCE =
      Set.of("corral.cart.v1.CheckoutRequest.note", "corral.payment.v1.GrantCreditRequest.reason");

  /** The RPC that names a line by a text, and succeeds when there is none. */
  private static final String REMOVING = "RemoveCartLine";

  private static final int MARK = 6;

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final ValidRequests requests = ValidRequests.of(clinic);
  private final AtomicInteger marks = new AtomicInteger(1);

  static List<String> texts() {
    return List.of(
        "'); DROP TABLE directory.client; -- \\' \\\\ $$ $1 ? :x %s ${y} \" &lt; <b>"
            + " {\"a\": null} {NULL,\"x\"} [1] null \\u0041 \\x00",
        codePoints(IntStream.rangeClosed(0x01, 0x1f)),
        codePoints(IntStream.rangeClosed(0x7f, 0x9f))
            + " both ends \ufeff\u200b\u2028\u2029\u3000\u00a0\t\r\n ",
        "\u202eabc\u202c \u2066\u05d0\u05d1\u2069 \u0645\u0631\u200f\u200e"
            + " e\u0301 \u00e9 A\u030a \u212b \ufb01 \u01c6 Z\u0351\u036b\u0343 \u1100\u1161",
        "\ud83d\udc15\u200d\ud83e\uddba \ud83d\udc69\ud83c\udffd\u200d\u2695\ufe0f \ud835\udcb3"
            + " \ud840\udc00 \udbff\udfff \ufffe\uffff\ufdd0 "
            + "\ud83d\udc22".repeat(2000));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textIsStoredAndRepliedCodePointForCodePoint(String text) {
    Set<String> tried = new TreeSet<>();
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Map<String, String> sent = new TreeMap<>();
      Message request =
          RequestIds.changed(
              requests.fill(rpc),
              (field, old) ->
                  isFree(field)
                      ? sent.computeIfAbsent(field.getFullName(), f -> cut(text, field))
                      : old);
      if (sent.isEmpty() || rpc.getBareMethodName().equals(REMOVING)) {
        continue;
      }
      Set<String> replied = texts(Answers.reply(channel(rpc), rpc, request));
      Set<String> stored = stored(request, sent.keySet());
      sent.forEach(
          (field, value) -> {
            assertThat(stored).as("what is stored of %s", field).contains(value);
            if (!KEPT_IN_SILENCE.contains(field)) {
              assertThat(replied).as("what is replied of %s", field).contains(value);
            }
          });
      tried.addAll(sent.keySet());
    }
    assertThat(tried).hasSizeGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textThatNamesNothingIsRefusedForItsReason(String text) {
    Set<String> tried = new TreeSet<>();
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Message valid = requests.fill(rpc);
      List<FieldDescriptor> places = places(valid);
      for (int i = 0; i < places.size(); i++) {
        FieldDescriptor field = places.get(i);
        String reason = reasonForUnknown(field);
        if (reason != null) {
          assertThat(reason(rpc, with(valid, i, cut(text, field))))
              .as("%s", field)
              .isEqualTo(reason);
          tried.add(field.getFullName());
        }
      }
    }
    assertThat(tried).containsAll(NAMES.keySet());
  }

  @Test
  void nulIsRefusedInEveryFieldOfEveryRequest() {
    int tried = 0;
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Message valid = requests.fill(rpc);
      List<FieldDescriptor> places = places(valid);
      for (int i = 0; i < places.size(); i++) {
        String name = places.get(i).getName();
        Message request = with(valid, i, "a\0b");
        assertThat(Refusals.violatedFields(() -> Answers.reply(channel(rpc), rpc, request)))
            .as("%s of %s", name, rpc.getFullMethodName())
            .anyMatch(path -> path.replaceAll("\\[\\d+]$", "").endsWith(name));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(150);
  }

  /** Whether a field takes any text, to be kept. */
  private static boolean isFree(FieldDescriptor field) {
    StringRules rules = rules(field);
    return rules.getWellKnownCase() == StringRules.WellKnownCase.WELLKNOWN_NOT_SET
        && !rules.hasPattern()
        && rules.getInCount() == 0
        && reasonForUnknown(field) == null;
  }

  private static String reasonForUnknown(FieldDescriptor field) {
    return field.getName().equals("page_token")
        ? "INVALID_REQUEST"
        : NAMES.get(field.getFullName());
  }

  private static StringRules rules(FieldDescriptor field) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    return (field.isRepeated() ? rules.getRepeated().getItems() : rules).getString();
  }

  /** As much of a text as the field takes, after a mark that makes it unique. */
  private String cut(String text, FieldDescriptor field) {
    assertThat(rules(field).hasMaxLen()).as("%s has a limit", field.getFullName()).isTrue();
    int room = (int) rules(field).getMaxLen() - MARK;
    int end = text.offsetByCodePoints(0, Math.min(room, text.codePointCount(0, text.length())));
    return String.format(Locale.ROOT, "%0" + MARK + "d", marks.getAndIncrement())
        + text.substring(0, end);
  }

  private static List<FieldDescriptor> places(Message request) {
    List<FieldDescriptor> places = new ArrayList<>();
    RequestIds.changed(
        request,
        (field, text) -> {
          places.add(field);
          return text;
        });
    return places;
  }

  private static Message with(Message request, int place, String text) {
    AtomicInteger next = new AtomicInteger();
    return RequestIds.fresh(
        RequestIds.changed(request, (field, old) -> next.getAndIncrement() == place ? text : old));
  }

  private static Set<String> texts(Message message) {
    Set<String> texts = new HashSet<>();
    RequestIds.changed(
        message,
        (field, text) -> {
          texts.add(text);
          return text;
        });
    return texts;
  }

  /** Every text in the tables of the domains; of what the audit keeps, where nothing else does. */
  private Set<String> stored(Message request, Set<String> fields) {
    FieldDescriptor tenant = request.getDescriptorForType().findFieldByName("tenant_id");
    String tenantId = tenant == null ? clinic.tenantId() : (String) request.getField(tenant);
    Set<String> texts = new HashSet<>();
    for (String row : TenantRows.json(server.databaseUrl(), tenantId)) {
      String table = row.substring(0, row.indexOf('|'));
      if (!table.startsWith("kernel.") || table.equals("kernel.audit") && inAudit(fields)) {
        addTexts(JsonParser.parseString(row.substring(table.length() + 1)), texts);
      }
    }
    return texts;
  }

  private static boolean inAudit(Set<String> fields) {
    return fields.contains("corral.payment.v1.GrantCreditRequest.reason");
  }

  private static void addTexts(JsonElement json, Set<String> texts) {
    if (json.isJsonObject()) {
      json.getAsJsonObject().asMap().values().forEach(part -> addTexts(part, texts));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(part -> addTexts(part, texts));
    } else if (json.isJsonPrimitive()) {
      texts.add(json.getAsString());
    }
  }

  private String reason(MethodDescriptor<?, ?> rpc, Message request) {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> Answers.reply(channel(rpc), rpc, request));
    return refusal == null ? "OK" : Refusals.reason(refusal);
  }

  private Channel channel(MethodDescriptor<?, ?> rpc) {
    List<Role> roles = Contract.access(rpc).getRolesList();
    Role role = roles.contains(Role.ROLE_ADMIN) ? Role.ROLE_ADMIN : roles.get(0);
    return ClientInterceptors.intercept(
        server.channel(), clinic.as(role, Clinic.newId()).identity());
  }

  private static String codePoints(IntStream points) {
    return points.mapToObj(Character::toString).collect(Collectors.joining("", "a", "b"));
  }
}
