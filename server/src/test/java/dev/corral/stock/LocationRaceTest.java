package dev.corral.stock;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Locations that are made at once. */
class LocationRaceTest {

  private static final int ROUNDS = 30;
  private static final String FORTY_NINE =
      "INSERT INTO stock.location SELECT '%s', 'shelf_' || n, 'Shelf'"
          + " FROM generate_series(1, 49) AS n";

  @Test
  void lastOfFiftyGoesToOneOfFive() {
    TestServer server = TestServer.shared();
    for (int round = 0; round < ROUNDS; round++) {
      Shop shop = Shop.open(server);
      TestPostgres.execute(server.databaseUrl(), FORTY_NINE.formatted(shop.clinic().tenantId()));
      Race.<String>of(
              5,
              i -> {
                shop.location("new_" + i);
                return "new_" + i;
              })
          .hasWinners(1, Outcome.TOO_MANY_LOCATIONS);
    }
  }
}
