package dev.corral;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.errorInfo;
import static dev.corral.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.GetPetRequest;
import dev.corral.grpc.ServerReason;
import dev.corral.identity.ApiKey;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.testing.Refusals;
import dev.corral.testing.TestPostgres;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that believes credentials only, called with API keys that are right and wrong. */
@Timeout(60)
class GuardedServerTest {

  private static final int BAD_A_SECOND = 5;
  private static final String WRONG = "corral.san-roque.abcdefghijkl." + "A".repeat(43);

  private static TestServer open;
  private static TestServer guarded;
  private final Clinic clinic = open.freshClinic();

  @BeforeAll
  static void startServers() {
    open = TestServer.start(Map.of());
    guarded =
        TestServer.startGuarded(
            open.databaseUrl(),
            Map.of("CORRAL_BAD_CREDENTIALS_PER_SECOND", Integer.toString(BAD_A_SECOND)));
  }

  @AfterAll
  static void stopServers() {
    guarded.close();
    open.close();
  }

  @Test
  void keyOfAVetReadsPetsAndIsRefusedWhereMoneyIs() {
    ClientInterceptor vet = key(create("VET"));
    String pet = clinic.pet();
    assertThat(
            DirectoryServiceGrpc.newBlockingStub(guarded.channel())
                .withInterceptors(vet)
                .getPet(GetPetRequest.newBuilder().setPetId(pet).build())
                .getPet()
                .getPetId())
        .isEqualTo(pet);
    assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> listInvoices(vet));
    listInvoices(key(create("RECEPTION")));
  }

  @Test
  void addressThatGuessesIsStoppedAndAKnownKeyStillGetsIn() {
    ClientInterceptor known = key(create("SERVICE"));
    get(known);
    ClientInterceptor wrong = key(WRONG);
    // the limit counts within a second of its own, so that two of them may lie in one run of calls
    int unauthenticated = 0;
    StatusRuntimeException refused = refusal(wrong);
    while (reason(refused).equals("UNAUTHENTICATED")) {
      unauthenticated++;
      assertThat(unauthenticated).isLessThanOrEqualTo(50 * BAD_A_SECOND);
      refused = refusal(wrong);
    }
    assertThat(unauthenticated).isGreaterThanOrEqualTo(BAD_A_SECOND);
    assertThat(reason(refused)).isEqualTo("TOO_MANY_BAD_CREDENTIALS");
    assertThat(errorInfo(refused).getMetadataMap())
        .containsEntry("limit", "address.bad_credentials_per_second")
        .containsEntry("limit_value", Integer.toString(BAD_A_SECOND));
    assertThat(Refusals.detail(refused, RetryInfo.class).hasRetryDelay()).isTrue();
    get(known);
  }

  private static void get(ClientInterceptor credential) {
    TenantServiceGrpc.newBlockingStub(guarded.channel())
        .withInterceptors(credential)
        .getTenant(GetTenantRequest.getDefaultInstance());
  }

  private static StatusRuntimeException refusal(ClientInterceptor credential) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> get(credential));
  }

  private static void listInvoices(ClientInterceptor credential) {
    PaymentServiceGrpc.newBlockingStub(guarded.channel())
        .withInterceptors(credential)
        .listInvoices(ListInvoicesRequest.getDefaultInstance());
  }

  private String create(String role) {
    ApiKey key = ApiKey.generate(clinic.tenantId(), new SecureRandom());
    TestPostgres.execute(
        open.databaseUrl(),
        "SELECT identity.create_api_key('%s', '%s', '\\x%s', '%s', 'test', NULL)"
            .formatted(
                key.tenantId(), key.keyId(), HexFormat.of().formatHex(key.secretHash()), role));
    return key.reveal();
  }

  private static ClientInterceptor key(String key) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), key);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
