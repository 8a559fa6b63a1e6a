package dev.corral.catalog;

import static dev.corral.catalog.ProductCalls.bare;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.kernel.Outcome;
import org.junit.jupiter.api.Test;

/** What a product may say, and what is refused because it makes no sense. */
class ProductLimitsTest {

  private final CatalogServiceBlockingStub catalog = TestServer.shared().freshClinic().catalog();
  private final ProductCalls products = new ProductCalls(catalog);

  @Test
  void largestValuesComeBack() {
    Product product =
        bare()
            .setDisplayName("ñ".repeat(200))
            .setUnit("ñ".repeat(40))
            .setPriceMinor(1_000_000_000_000_000L)
            .setTaxRateBp(10_000)
            .setMinQuantity(100)
            .setMaxQuantity(5000)
            .setReorderPoint(1_000_000_000)
            .build();
    assertThat(products.upsert(product).toBuilder().clearUpdateTime().build()).isEqualTo(product);
  }

  @Test
  void minimumMayBeTheMaximumAndHasNoneWhereItIsZero() {
    products.upsert(bare().setMinQuantity(7).setMaxQuantity(7).build());
    products.upsert(bare().setMinQuantity(7).build());
  }

  @Test
  void productThatMakesNoSenseNamesEveryFieldAndIsNotStored() {
    Product low =
        Product.newBuilder()
            .setProductId(Clinic.newId())
            .setPriceMinor(-1)
            .setTaxRateBp(-1)
            .addSpecies("Dog")
            .addSpecies("d")
            .setMinQuantity(-1)
            .setMaxQuantity(-1)
            .setReorderPoint(-1)
            .build();
    assertThat(violatedFields(() -> products.upsert(low)))
        .containsExactlyInAnyOrder(
            "product.display_name",
            "product.unit",
            "product.price_minor",
            "product.tax_rate_bp",
            "product.species[0]",
            "product.species[1]",
            "product.min_quantity",
            "product.max_quantity",
            "product.reorder_point");
    Product high =
        Product.newBuilder()
            .setProductId(low.getProductId())
            .setDisplayName("x".repeat(201))
            .setUnit("x".repeat(41))
            .setPriceMinor(1_000_000_000_000_001L)
            .setTaxRateBp(10_001)
            .setMinQuantity(101)
            .setMaxQuantity(5001)
            .setReorderPoint(1_000_000_001)
            .build();
    assertThat(violatedFields(() -> products.upsert(high)))
        .containsExactlyInAnyOrder(
            "product.display_name",
            "product.unit",
            "product.price_minor",
            "product.tax_rate_bp",
            "product.min_quantity",
            "product.max_quantity",
            "product.reorder_point");
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> products.product(low.getProductId()));
  }

  @Test
  void maximumBelowTheMinimumIsRefused() {
    assertThat(
            violatedFields(
                () -> products.upsert(bare().setMinQuantity(3).setMaxQuantity(2).build())))
        .containsExactly("product");
  }

  @Test
  void speciesAreAtMostFiftyAndEachNamedOnce() {
    assertThat(
            violatedFields(
                () -> products.upsert(bare().addSpecies("dog").addSpecies("dog").build())))
        .containsExactly("product.species");
    Product.Builder many = bare();
    for (int i = 0; i < 50; i++) {
      many.addSpecies("dog_" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }
    assertThat(products.upsert(many.build()).getSpeciesCount()).isEqualTo(50);
    assertThat(violatedFields(() -> products.upsert(many.addSpecies("cat").build())))
        .containsExactly("product.species");
  }

  @Test
  void requestWithoutIdsOrProductIsRefused() {
    assertThat(
            violatedFields(
                () ->
                    catalog.upsertProduct(
                        UpsertProductRequest.newBuilder().setRequestId("again").build())))
        .containsExactlyInAnyOrder("request_id", "product");
    assertThat(violatedFields(() -> products.upsert(bare().setProductId("dewormer").build())))
        .containsExactly("product.product_id");
    assertThat(violatedFields(() -> products.product(""))).containsExactly("product_id");
  }
}
