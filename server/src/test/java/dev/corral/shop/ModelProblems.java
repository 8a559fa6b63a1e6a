package dev.corral.shop;

import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartProblem;
import dev.corral.catalog.v1.Product;
import java.util.ArrayList;
import java.util.List;

/** What a checkout would refuse a cart's lines for, by kind, then by line. */
final class ModelProblems {

  private final ModelCatalog catalog;
  private final ModelCart cart;
  private final List<CartLine> lines;
  private final List<CartProblem> problems = new ArrayList<>();

  ModelProblems(ModelCatalog catalog, ModelCart cart, List<CartLine> lines) {
    this.catalog = catalog;
    this.cart = cart;
    this.lines = lines;
  }

  private interface Check {
    void run(CartLine line);
  }

  List<CartProblem> all() {
    Check inactiveProduct = line -> addWhen(isInactive(line, true), line, "PRODUCT_INACTIVE");
    Check inactiveService = line -> addWhen(isInactive(line, false), line, "SERVICE_INACTIVE");
    for (Check check :
        List.<Check>of(
            this::pet,
            inactiveProduct,
            inactiveService,
            this::species,
            line ->
                addWhen(
                    line.getRequiresPrescription() && line.getPrescriptionReference().isEmpty(),
                    line,
                    "PRESCRIPTION_REQUIRED"),
            this::quantity,
            this::stock)) {
      lines.forEach(check::run);
    }
    return problems;
  }

  private void pet(CartLine line) {
    String pet = line.getKey().getPetId();
    addWhen(line.getKey().hasPetId() && !isKnown(line), line, "PET_NOT_FOUND", "pet_id", pet);
  }

  private boolean isKnown(CartLine line) {
    return catalog.hasPet(cart.owner.getClientId(), line.getKey().getPetId());
  }

  private boolean isInactive(CartLine line, boolean product) {
    CartLineKey key = line.getKey();
    return key.hasProductId() == product && !catalog.item(key).active();
  }

  private void species(CartLine line) {
    List<String> allowed = catalog.item(line.getKey()).species();
    String pet = line.getKey().getPetId();
    boolean wrong =
        line.getKey().hasPetId()
            && isKnown(line)
            && !allowed.isEmpty()
            && !allowed.contains(catalog.pets.get(pet).getSpecies());
    addWhen(wrong, line, "SPECIES_NOT_ALLOWED", "pet_id", pet);
  }

  private void quantity(CartLine line) {
    Product product = catalog.products.get(line.getKey().getProductId());
    if (line.getKey().hasProductId() && isFirst(line)) {
      long asked = cart.asked(line.getKey());
      long least = Math.max(1, product.getMinQuantity());
      long most = product.getMaxQuantity() == 0 ? 5000 : product.getMaxQuantity();
      addWhen(
          asked < least || asked > most,
          line,
          "QUANTITY_NOT_ALLOWED",
          "asked",
          asked,
          "min",
          least,
          "max",
          most);
    }
  }

  private void stock(CartLine line) {
    if (line.hasAvailable() && isFirst(line)) {
      long asked = cart.asked(line.getKey());
      long available = line.getAvailable();
      addWhen(asked > available, line, "OUT_OF_STOCK", "asked", asked, "available", available);
    }
  }

  private boolean isFirst(CartLine line) {
    return lines.stream()
            .filter(l -> ModelCart.item(l.getKey()).equals(ModelCart.item(line.getKey())))
            .findFirst()
            .orElseThrow()
        == line;
  }

  private void addWhen(boolean holds, CartLine line, String reason, Object... metadata) {
    if (holds) {
      CartProblem.Builder problem =
          ModelPricing.problem(reason, metadata).toBuilder().setLineNumber(line.getLineNumber());
      if (line.getKey().hasProductId()) {
        problem.getErrorBuilder().putMetadata("product_id", line.getKey().getProductId());
      } else {
        problem.getErrorBuilder().putMetadata("service_id", line.getKey().getServiceId());
      }
      problems.add(problem.build());
    }
  }
}
