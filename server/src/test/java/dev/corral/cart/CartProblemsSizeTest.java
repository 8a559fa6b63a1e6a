package dev.corral.cart;

import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.giveAway;
import static dev.corral.cart.CartCalls.preview;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.cart.ShownProblems.assertRefusedAsShown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.kernel.Outcome;
import org.junit.jupiter.api.Test;

/** A refusal with many problems fits into the metadata that a client takes. */
class CartProblemsSizeTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @Test
  void fiftyLinesWithFourProblemsEachArriveWithinTheMetadataThatAClientTakes() {
    String dog = shop.clinic().pet(shop.client(), "dog");
    for (int i = 0; i < 50; i++) {
      String of =
          shop.clinic()
              .product(
                  Clinic.tablets(10)
                      .addSpecies("guinea_pig")
                      .setRequiresPrescription(true)
                      .setMinQuantity(100)
                      .setMaxQuantity(5_000));
      shop.set(shop.owner(), forPet(Shop.line(of, 99), dog));
    }
    Cart cart = preview(shop);
    assertThat(cart.getProblemsList()).hasSize(200);
    assertRefusedAsShown(server, shop, Outcome.SPECIES_NOT_ALLOWED);
  }

  @Test
  void fiftyPetsOfOthersArriveWithinTheMetadataThatAClientTakes() {
    String service = shop.clinic().service(30);
    for (int i = 0; i < 50; i++) {
      String pet = shop.clinic().pet(shop.client(), "dog");
      shop.set(shop.owner(), forPet(visit(service, 1), pet));
      giveAway(shop.clinic(), pet);
    }
    assertRefusedAsShown(server, shop, Outcome.PET_NOT_FOUND);
  }

  @Test
  void fiftyShortagesOfManyUnitsArriveWithinTheMetadataThatAClientTakes() {
    for (int i = 0; i < 50; i++) {
      shop.set(shop.clinic().product(Clinic.tablets(10).setMinQuantity(100)), 99);
    }
    assertRefusedAsShown(server, shop, Outcome.QUANTITY_NOT_ALLOWED);
  }
}
