package dev.corral.payment;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Ways to pay that are made at once. */
class PaymentMethodRaceTest {

  private static final int ROUNDS = Race.rounds(20);
  private static final String NINETY_SEVEN =
      "INSERT INTO payment.method SELECT '%s', 'method_' || n, 'Method', false, 0, 0, true"
          + " FROM generate_series(3, 99) AS n";

  @Test
  void lastOfAHundredGoesToOneOfFive() {
    TestServer server = TestServer.shared();
    for (int round = 0; round < ROUNDS; round++) {
      Till till = Till.open(server); // has two
      TestPostgres.execute(server.databaseUrl(), NINETY_SEVEN.formatted(till.clinic().tenantId()));
      Race.<String>of(
              5,
              i -> {
                till.method("new_" + i, false);
                return "new_" + i;
              })
          .hasWinners(1, Outcome.TOO_MANY_METHODS);
    }
  }
}
