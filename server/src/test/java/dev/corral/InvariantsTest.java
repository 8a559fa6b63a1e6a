package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong is found, whatever made it so: each violation is planted past the functions. */
class InvariantsTest {

  private static TestServer server;
  private final Clinic clinic = server.freshClinic();
  private final String vet = clinic.vet();
  private final String service = clinic.service(Clinic.consultation(30).setBufferAfterMinutes(10));
  private final Appointment ten = clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
  private final Appointment noon = clinic.book(clinic.pet(), vet, clinic.at(3, 12, 0), service);

  @BeforeAll
  static void startServer() {
    server = TestServer.start(Map.of());
    TestPostgres.execute(
        server.databaseUrl(), "ALTER TABLE booking.claim DROP CONSTRAINT claim_appointment_fkey");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void soundClinicHasNoViolation() {
    assertViolations();
  }

  @Test
  void visitsThatOverlapAreFound() {
    String constraint =
        Sql.row(
            server.databaseUrl(),
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE conname = 'claim_no_overlap'");
    plant("ALTER TABLE booking.claim DROP CONSTRAINT claim_no_overlap", noon);
    plant(
        "UPDATE booking.appointment SET start_time = start_time - interval '90 min',"
            + " end_time = end_time - interval '90 min' WHERE appointment_id = '%s'",
        noon);
    plant(
        "UPDATE booking.claim SET during = tstzrange(lower(during) - interval '90 min',"
            + " upper(during) - interval '90 min') WHERE appointment_id = '%s'",
        noon);
    assertViolations("two claims of one resource overlap");
    plant("DELETE FROM booking.claim WHERE appointment_id = '%s'", noon);
    TestPostgres.execute(
        server.databaseUrl(),
        "ALTER TABLE booking.claim ADD CONSTRAINT claim_no_overlap " + constraint);
  }

  @Test
  void claimThatIsMissingIsFound() {
    plant("DELETE FROM booking.claim WHERE kind = 'PET' AND appointment_id = '%s'", ten);
    assertViolations("an active appointment lacks a claim");
  }

  @Test
  void claimOfAnotherTimeIsFound() {
    plant(
        "UPDATE booking.claim SET during = tstzrange(lower(during), upper(during) - interval '1 s')"
            + " WHERE kind = 'STAFF' AND appointment_id = '%s'",
        ten);
    assertViolations("an active appointment lacks a claim");
  }

  @Test
  void claimOfAnotherStaffMemberIsFound() {
    plant(
        "UPDATE booking.claim SET resource_id = gen_random_uuid()"
            + " WHERE kind = 'STAFF' AND appointment_id = '%s'",
        ten);
    assertViolations(
        "an active appointment lacks a claim", "a claim belongs to no active appointment");
  }

  @Test
  void claimWithoutAnAppointmentIsFound() {
    plant(
        "INSERT INTO booking.claim (tenant_id, appointment_id, kind, resource_id, during)"
            + " SELECT tenant_id, gen_random_uuid(), 'ROOM', gen_random_uuid(), during"
            + " FROM booking.claim WHERE kind = 'PET' AND appointment_id = '%s'",
        ten);
    assertViolations("a claim belongs to no active appointment");
  }

  @Test
  void claimsOfACancelledVisitAreFound() {
    plant("UPDATE booking.appointment SET status = 'CANCELLED' WHERE appointment_id = '%s'", ten);
    assertViolations(
        "a claim belongs to no active appointment", "a claim belongs to no active appointment");
  }

  @Test
  void roomOrDeviceThatIsNotClaimedIsFound() {
    plant(
        "UPDATE booking.appointment SET room_id = gen_random_uuid(),"
            + " device_ids = ARRAY[gen_random_uuid()] WHERE appointment_id = '%s'",
        ten);
    assertViolations("an active appointment lacks a claim", "an active appointment lacks a claim");
  }

  @Test
  void overlapWithoutAReasonIsFound() {
    plant("UPDATE booking.claim SET overlapping = true WHERE appointment_id = '%s'", ten);
    assertViolations("an appointment overlaps others without a stored reason");
  }

  @Test
  void overlapOnPurposeIsNoViolation() {
    clinic.book(
        Clinic.booking(ten.getPetId(), clinic.at(3, 10, 10), service)
            .setStaffId(vet)
            .setOverlapOverride(OverlapOverride.newBuilder().setReason("emergency")));
    assertViolations();
  }

  private static void plant(String sql, Appointment at) {
    TestPostgres.execute(server.databaseUrl(), sql.formatted(at.getAppointmentId()));
  }

  private void assertViolations(String... invariants) {
    assertThat(invariants()).containsExactlyInAnyOrder(invariants);
  }

  private List<String> invariants() {
    return server.violatedInvariants().stream()
        .map(violation -> violation.split(": ", 3))
        .filter(parts -> parts[0].equals(clinic.tenantId()))
        .map(parts -> parts[1])
        .toList();
  }
}
