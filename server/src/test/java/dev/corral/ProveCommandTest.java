package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.common.v1.Role;
import dev.corral.directory.v1.GetWorkingHoursRequest;
import dev.corral.directory.v1.GetWorkingHoursResponse;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * What {@code corral prove} says of a service that keeps its promises, and of one that does not.
 */
class ProveCommandTest {

  private static final List<String> RACES =
      List.of(
          "book one slot",
          "book one pet with ten vets",
          "move into one slot",
          "two swap their places",
          "cancel against book",
          "merge carts of ten devices",
          "one payment sent ten times",
          "ten payments of the whole",
          "checkout of the last units",
          "carts in opposite order",
          "reserve against checkout",
          "last uses of a coupon");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void allRacesHoldOnADatabaseOfItsOwn() {
    assertThat(prove("--rounds", "2")).as(out + "\n" + err).isZero();
    for (String race : RACES) {
      assertThat(line(race)).matches(".* 0 [a-z ]+ +held +\\d+\\.\\d s");
    }
    assertThat(line("book one slot")).contains(" 30     60      6  54 STAFF_BUSY ");
    assertThat(line("merge carts")).contains(" 20     40     40  none ");
    assertThat(line("one payment")).contains(" 10     22     22  none ");
    assertThat(line("ten payments")).contains(" 10     20      2  18 OVERPAYMENT ");
    assertThat(line("checkout of")).contains(" 60     60     50  10 OUT_OF_STOCK ");
    assertThat(out.toString()).contains("verify: no violation").containsPattern("(?m)^proved in ");
  }

  /** One line of each function is taken out, the lock or the check that it is about. */
  @Test
  void eachThingThatIsDoneTwiceIsFound() {
    // a lane would keep calls of one tenant apart however broken the functions are
    try (TestServer server = TestServer.start(Map.of("CORRAL_LANE_CALLS_MAX", "1"))) {
      breakBooking(server.databaseUrl());
      breakCarts(server.databaseUrl());
      breakPayments(server.databaseUrl());
      breakStock(server.databaseUrl());
      assertThat(proveAgainst(server, "--rounds", "5")).as(out + "\n" + err).isEqualTo(1);

      assertHarmed("book one slot", "double bookings");
      assertHarmed("move into one slot", "double bookings");
      assertHarmed("merge carts", "lost lines");
      assertHarmed("one payment sent", "double payments");
      assertHarmed("ten payments", "double payments");
      assertHarmed("checkout of the last", "oversold units");
      assertHarmed("last uses", "uses too many");
      assertThat(out.toString())
          .contains(" has an appointment at ")
          .containsPattern(" has \\d of 10 lines")
          .containsPattern("invoice \\S+ has \\d+ payments")
          .containsPattern("\\d+ sold and 0 held of 100 units of ")
          .containsPattern("(?m)^NOT proved in ");
      assertThat(server.violatedInvariants()).as("what verify says of the same").isNotEmpty();
    }
  }

  /** A fault of the server is none of the refusals that a caller may get, whoever wins. */
  @Test
  void statusThatIsNoRefusalIsFoundAndShown() {
    try (TestServer server = TestServer.start(Map.of())) {
      replace(
          server.databaseUrl(), "booking.cancel_appointment", "BEGIN\n", "BEGIN PERFORM 1 / 0;\n");
      assertThat(proveAgainst(server, "--rounds", "1")).isEqualTo(1);
      assertThat(line("cancel against book")).contains("1 INTERNAL").contains("NOT HELD");
      assertThat(out.toString()).contains("    ended with INTERNAL (INTERNAL: ");
      assertThat(line("book one slot")).contains(" held ");
    }
  }

  /** It keeps to the tenant's hours and to its plan, which is far too small for sixty at once. */
  @Test
  void tenantOfACredentialIsUsedAsItIs() {
    try (TestServer server =
        TestServer.start(
            Map.of("CORRAL_LIMITS", "read=300/20,write=300/20,expensive=300/20,strict=300/20"))) {
      Clinic clinic = server.freshClinic();
      clinic.setHours(null, Clinic.everyDay(9 * 60, 12 * 60));
      GetWorkingHoursResponse hours = hours(clinic);

      assertThat(
              proveAgainst(
                  server,
                  "--rounds",
                  "2",
                  "--header",
                  "x-tenant-id: " + clinic.tenantId(),
                  "--header",
                  "X-Role: ADMIN",
                  "--header",
                  "x-actor-id:" + Clinic.newId()))
          .as(out + "\n" + err)
          .isZero();

      assertThat(hours(clinic)).isEqualTo(hours);
      assertThat(out.toString()).contains("verify: cannot be asked over the wire");
      assertThat(Sql.rows(server.databaseUrl(), "SELECT tenant_id FROM tenant.tenant"))
          .containsExactly(clinic.tenantId());
      assertThat(server.violatedInvariants()).isEmpty();
    }
  }

  @Test
  void roleThatMayNotIsSaidBeforeTheFirstRace() {
    TestServer server = TestServer.shared();
    Clinic clinic = server.freshClinic().as(Role.ROLE_PLATFORM, Clinic.newId());
    String tenant = "x-tenant-id: " + clinic.tenantId();
    String actor = "x-actor-id: " + Clinic.newId();
    assertThat(
            proveAgainst(
                server, "--header", tenant, "--header", actor, "--header", "x-role: PLATFORM"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("PERMISSION_DENIED");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void nobodyThereIsSaidInWords() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(prove("--against", "localhost:" + port)).isEqualTo(2);
    assertThat(err.toString()).contains("UNAVAILABLE");
  }

  @Test
  void serviceThatIsNotCorralIsSaidInWords() throws IOException {
    Server other = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).build();
    try {
      assertThat(prove("--against", "http://localhost:" + other.start().getPort())).isEqualTo(2);
      assertThat(err.toString()).contains("UNIMPLEMENTED");
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void wrongCommandLineIsStatusTwo() {
    assertThat(prove("--rounds", "0")).isEqualTo(2);
    assertThat(prove("--tls")).isEqualTo(2);
    assertThat(prove("--against", "localhost")).isEqualTo(2);
    assertThat(prove("--against", "localhost:1", "--header", "nothing")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--rounds is from 1 to 200", "--against is HOST:PORT", "--header is 'NAME");
  }

  private static void breakBooking(String url) {
    TestPostgres.execute(url, "ALTER TABLE booking.claim DROP CONSTRAINT claim_no_overlap");
    replace(
        url, "booking.claim_first", "ON CONFLICT ON CONSTRAINT claim_no_overlap DO NOTHING", "");
  }

  private static void breakCarts(String url) {
    TestPostgres.execute(
        url,
        """
        CREATE FUNCTION cart.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER lose BEFORE INSERT ON cart.line FOR EACH ROW
          WHEN (NOT NEW.guest AND NEW.position = 7) EXECUTE FUNCTION cart.lose();
        """);
    replace(url, "cart.check_uses", "p_coupon.max_uses > 0", "false");
  }

  private static void breakPayments(String url) {
    TestPostgres.execute(
        url,
        """
        ALTER TABLE payment.invoice DROP CONSTRAINT invoice_sound_check;
        ALTER TABLE kernel.answer DROP CONSTRAINT answer_pkey;
        """);
    replace(url, "payment.find_invoice", "FOR NO KEY UPDATE", "");
  }

  private static void breakStock(String url) {
    TestPostgres.execute(
        url,
        """
        ALTER TABLE stock.level DROP CONSTRAINT level_reserved_check;
        ALTER TABLE stock.lot_level DROP CONSTRAINT lot_level_on_hand_check;
        """);
    replace(url, "stock.lock_items", "FOR NO KEY UPDATE", "");
  }

  /** Changes the text of a function. */
  private static void replace(String url, String function, String text, String by) {
    String old = Sql.row(url, "SELECT pg_get_functiondef('%s'::regproc)".formatted(function));
    assertThat(old).contains(text);
    TestPostgres.execute(url, old.replace(text, by));
  }

  private void assertHarmed(String race, String harm) {
    assertThat(line(race)).containsPattern(" [1-9]\\d* " + harm + " +NOT HELD ");
  }

  private String line(String start) {
    List<String> lines = out.toString().lines().filter(line -> line.startsWith(start)).toList();
    assertThat(lines).as("lines of %s in %s", start, out).hasSize(1);
    return lines.getFirst();
  }

  private static GetWorkingHoursResponse hours(Clinic clinic) {
    return clinic
        .directory()
        .getWorkingHours(
            GetWorkingHoursRequest.newBuilder()
                .setFromDate(Clinic.date(clinic.day(0)))
                .setToDate(Clinic.date(clinic.day(7)))
                .build());
  }

  private int proveAgainst(TestServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--against", "localhost:" + server.port()));
    all.addAll(Arrays.asList(arguments));
    return prove(all.toArray(String[]::new));
  }

  private int prove(String... arguments) {
    return new CommandLine(new ProveCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
