package dev.corral;

import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.common.v1.Money;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.GetClientRequest;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.testing.RawCall;
import dev.corral.testing.TestPostgres;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Secrets and names that a test plants, and calls that carry them and succeed or fail. */
final class Canaries {

  private static final int COUNT = 46;
  private static final String GUEST = "0caffee0-0cab-4cab-8cab-0000000000";

  /** Every one of them; four are guest tokens. */
  static final List<String> ALL =
      Stream.concat(
              IntStream.range(0, COUNT).mapToObj(Canaries::word),
              IntStream.range(0, 4).mapToObj(Canaries::guest))
          .toList();

  /** What makes the database say everything that it knows, by the name of a client. */
  static final String PLANTED_FAULTS =
      """
      CREATE FUNCTION directory.planted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.display_name LIKE '%raise%' THEN
          RAISE EXCEPTION 'row %', NEW USING DETAIL = NEW::text, HINT = NEW.email;
        ELSIF NEW.display_name LIKE '%cast%' THEN PERFORM NEW.phone::integer;
        ELSIF NEW.display_name LIKE '%json%' THEN PERFORM ('{"a": ' || NEW.phone)::jsonb;
        ELSIF NEW.display_name LIKE '%execute%' THEN EXECUTE 'SELECT ''' || NEW.phone || ''' FROM nowhere';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER planted BEFORE INSERT OR UPDATE ON directory.client
        FOR EACH ROW EXECUTE FUNCTION directory.planted();
      ALTER TABLE directory.client ADD CONSTRAINT planted_check CHECK (display_name NOT LIKE '%check%');
      CREATE UNIQUE INDEX planted_unique ON directory.client (email) WHERE display_name LIKE '%unique%';
      """;

  private static final List<String> FAULTS =
      List.of("raise", "cast", "json", "execute", "check", "unique");

  private final Clinic clinic;
  private final Channel plain;
  private final Channel channel;
  private final Channel guarded;
  private final String client;
  private final String invoice;

  Canaries(Clinic clinic, Channel channel, Channel guarded, String databaseUrl) {
    this.clinic = clinic;
    this.plain = channel;
    this.channel = ClientInterceptors.intercept(channel, clinic.identity());
    this.guarded = guarded;
    this.client = clinic.client();
    this.invoice = payments().createInvoice(bill(0)).getInvoice().getInvoiceId();
    TestPostgres.execute(databaseUrl, PLANTED_FAULTS);
  }

  static String word(int index) {
    return String.format(Locale.ROOT, "zqcanary%02d", Math.floorMod(index, COUNT));
  }

  /** Whether a text repeats one of them, in words or in hexadecimal digits. */
  static boolean isIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("zqcanary")
        || lower.contains("0caffee0-0cab")
        || lower.contains("7a7163616e617279");
  }

  /** A call that succeeds, of one of several kinds. */
  void succeed(int i) {
    switch (i % 6) {
      case 0 -> directory().upsertClient(client(Clinic.newId(), "name " + word(i), i));
      case 1 -> directory().upsertPet(pet(client, word(i)));
      case 2 -> directory().getClient(GetClientRequest.newBuilder().setClientId(client).build());
      case 3 -> clinic.catalog().upsertCoupon(coupon(word(i)));
      case 4 -> payments().createInvoice(bill(i));
      default -> carts().getCart(GetCartRequest.newBuilder().setOwner(guestOwner(i)).build());
    }
  }

  /** A call that fails, of one of several kinds. */
  void fail(int i) {
    switch (i % 10) {
      case 0 -> directory().upsertPet(pet(Clinic.newId(), word(i)));
      case 1 -> directory().upsertClient(client("client " + word(i), "x".repeat(201) + word(i), i));
      case 2 -> malformed(i);
      case 3 ->
          directory().withDeadlineAfter(500, TimeUnit.MICROSECONDS).upsertPet(pet(client, word(i)));
      case 4 -> badKey(i);
      case 5 -> badMetadata(i);
      case 6 -> carts().applyCoupon(application(i));
      case 7 -> payments().recordInvoicePayment(payment(i));
      default ->
          directory()
              .upsertClient(
                  client(Clinic.newId(), FAULTS.get(i / 10 % FAULTS.size()) + word(i), i));
    }
  }

  private void malformed(int i) {
    byte[] bytes = ("\n\177" + word(i)).getBytes(StandardCharsets.UTF_8);
    RawCall.send(channel, DirectoryServiceGrpc.getUpsertClientMethod(), bytes);
  }

  private void badKey(int i) {
    Metadata headers = new Metadata();
    boolean token = i / 10 % 2 == 0;
    String secret = word(i) + "A".repeat(43 - word(i).length());
    header(
        headers,
        "x-api-key",
        token ? null : "corral." + clinic.tenantId() + ".abcdefghijkl." + secret);
    header(
        headers,
        "authorization",
        token ? "Bearer " + word(i) + "." + word(i + 1) + "." + word(i + 2) : null);
    called(guarded, headers);
  }

  private void badMetadata(int i) {
    Metadata headers = new Metadata();
    header(headers, "x-tenant-id", i / 10 % 2 == 0 ? clinic.tenantId() : "Tenant " + word(i));
    header(headers, "x-role", i / 10 % 2 == 0 ? word(i) : "ADMIN");
    header(headers, "x-actor-id", word(i + 1));
    header(headers, word(i + 2), word(i + 3));
    called(plain, headers);
  }

  private void called(Channel through, Metadata headers) {
    DirectoryServiceGrpc.newBlockingStub(through)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .getClient(GetClientRequest.newBuilder().setClientId(client).build());
  }

  private static void header(Metadata headers, String name, String value) {
    if (value != null) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
  }

  private static UpsertClientRequest client(String id, String name, int i) {
    return UpsertClientRequest.newBuilder()
        .setRequestId(id.startsWith("client ") ? id : Clinic.newId())
        .setClient(
            Client.newBuilder()
                .setClientId(id)
                .setDisplayName(name)
                .setEmail(word(i + 1) + "@example.org")
                .setPhone(word(i + 2)))
        .build();
  }

  private static UpsertPetRequest pet(String clientId, String name) {
    return UpsertPetRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setPet(
            Pet.newBuilder()
                .setPetId(Clinic.newId())
                .setClientId(clientId)
                .setDisplayName(name)
                .setSpecies("zqcanary")
                .setStatus(PetStatus.PET_STATUS_ACTIVE))
        .build();
  }

  private static UpsertCouponRequest coupon(String code) {
    return UpsertCouponRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setCoupon(
            Coupon.newBuilder()
                .setCouponCode(code)
                .setDisplayName(code)
                .setAmountMinor(1)
                .setActive(true))
        .build();
  }

  private CreateInvoiceRequest bill(int i) {
    return CreateInvoiceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoice(
            InvoiceInput.newBuilder()
                .setClientId(client)
                .addLines(
                    InvoiceLineInput.newBuilder()
                        .setDescription(word(i))
                        .setQuantity(1)
                        .setUnitPriceMinor(1)))
        .build();
  }

  /** For a draft, which takes no payment. */
  private RecordInvoicePaymentRequest payment(int i) {
    return RecordInvoicePaymentRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(invoice)
        .setAmount(Money.newBuilder().setCurrencyCode("PYG").setMinorUnits(1))
        .setMethodId(word(i))
        .setReference(word(i + 1))
        .build();
  }

  private static ApplyCouponRequest application(int i) {
    return ApplyCouponRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setOwner(guestOwner(i))
        .setCouponCode("no-" + word(i))
        .build();
  }

  private static CartOwner guestOwner(int i) {
    return CartOwner.newBuilder().setGuestToken(guest(i % 4)).build();
  }

  private static String guest(int index) {
    return GUEST + "0" + index;
  }

  private DirectoryServiceBlockingStub directory() {
    return DirectoryServiceGrpc.newBlockingStub(channel);
  }

  private PaymentServiceBlockingStub payments() {
    return PaymentServiceGrpc.newBlockingStub(channel);
  }

  private CartServiceBlockingStub carts() {
    return CartServiceGrpc.newBlockingStub(channel);
  }
}
