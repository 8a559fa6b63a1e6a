package dev.corral.catalog;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.GetProductRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.catalog.v1.UpsertProductResponse;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** UpsertProduct and GetProduct. */
class ProductsTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();

  @Test
  void everyFieldOfAProductComesBack() {
    Product product = dewormer().build();
    Product stored = upsert(product);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(product);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(product(product.getProductId())).isEqualTo(stored);
  }

  @Test
  void bareProductComesBackBare() {
    Product product = bare().build();
    Product stored = upsert(product);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(product);
    assertThat(stored.hasReorderPoint()).isFalse();
  }

  @Test
  void reorderPointOfZeroIsNotNone() {
    assertThat(upsert(bare().setReorderPoint(0).build()).hasReorderPoint()).isTrue();
  }

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
    assertThat(upsert(product).toBuilder().clearUpdateTime().build()).isEqualTo(product);
  }

  @Test
  void speciesThatReadsLikeNothingToADatabaseIsASpecies() {
    assertThat(upsert(bare().addSpecies("null").build()).getSpeciesList()).containsExactly("null");
  }

  @Test
  void minimumMayBeTheMaximumAndHasNoneWhereItIsZero() {
    upsert(bare().setMinQuantity(7).setMaxQuantity(7).build());
    upsert(bare().setMinQuantity(7).build());
  }

  @Test
  void secondUpsertReplacesAllAndIsAudited() {
    Product first = dewormer().build();
    upsert(first);
    Product second = bare().setProductId(first.getProductId()).build();
    Product stored = upsert(second);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(second);
    assertThat(product(first.getProductId())).isEqualTo(stored);
    assertThat(Audit.replacedNames(server.databaseUrl(), clinic.tenantId(), "UpsertProduct"))
        .containsExactlyInAnyOrder(null, first.getDisplayName());
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertProductRequest first = request(dewormer().build());
    UpsertProductResponse firstAnswer = catalog.upsertProduct(first);
    Product newer = upsert(first.getProduct().toBuilder().setPriceMinor(7).build());

    assertThat(catalog.upsertProduct(first)).isEqualTo(firstAnswer);
    assertThat(product(newer.getProductId())).isEqualTo(newer);
  }

  @Test
  void requestIdWithAnotherPayloadIsRefusedAndStoresNothing() {
    UpsertProductRequest first = request(bare().build());
    Product stored = catalog.upsertProduct(first).getProduct();
    Product dearer = first.getProduct().toBuilder().setPriceMinor(1).build();
    Product other = bare().build();
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> catalog.upsertProduct(first.toBuilder().setProduct(dearer).build()));
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> catalog.upsertProduct(first.toBuilder().setProduct(other).build()));
    assertThat(product(stored.getProductId())).isEqualTo(stored);
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> product(other.getProductId()));
  }

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    UpsertProductRequest request = request(dewormer().build());
    Race<UpsertProductResponse> race = Race.of(10, i -> catalog.upsertProduct(request));
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(race.winners()).hasSize(10);
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(
            Audit.effects(
                server.databaseUrl(), clinic.tenantId(), "UpsertProduct", request.getRequestId()))
        .isEqualTo(1);
  }

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> Clinic.unknown(server.channel()).catalog().upsertProduct(request(bare().build())));
  }

  @Test
  void unknownProductIsNotFoundAndSoIsThatOfAnotherTenant() {
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> product(Clinic.newId()));
    Product theirs = bare().build();
    server.freshClinic().catalog().upsertProduct(request(theirs));
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> product(theirs.getProductId()));
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> product(clinic.service(30)));
  }

  @Test
  void idOfAnotherTenantIsFreeHere() {
    Product theirs = dewormer().build();
    CatalogServiceBlockingStub stranger = server.freshClinic().catalog();
    Product stored = stranger.upsertProduct(request(theirs)).getProduct();
    Product ours = bare().setProductId(theirs.getProductId()).build();
    upsert(ours);
    assertThat(stranger.getProduct(get(theirs.getProductId())).getProduct()).isEqualTo(stored);
    assertThat(product(ours.getProductId()).getDisplayName()).isEqualTo(ours.getDisplayName());
  }

  @Test
  void everybodyReadsProductsAndOnlyAdminsAndSystemsStoreThem() {
    Product product = upsert(bare().build());
    for (Role role : List.of(Role.ROLE_CLIENT, Role.ROLE_VET, Role.ROLE_RECEPTION)) {
      CatalogServiceBlockingStub stub = clinic.as(role, Clinic.newId()).catalog();
      assertThat(stub.getProduct(get(product.getProductId())).getProduct()).isEqualTo(product);
      assertRefused(
          ServerReason.ROLE_NOT_ALLOWED, () -> stub.upsertProduct(request(bare().build())));
    }
    clinic.as(Role.ROLE_SERVICE, Clinic.newId()).catalog().upsertProduct(request(bare().build()));
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
    assertThat(violatedFields(() -> upsert(low)))
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
    assertThat(violatedFields(() -> upsert(high)))
        .containsExactlyInAnyOrder(
            "product.display_name",
            "product.unit",
            "product.price_minor",
            "product.tax_rate_bp",
            "product.min_quantity",
            "product.max_quantity",
            "product.reorder_point");
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> product(low.getProductId()));
  }

  @Test
  void maximumBelowTheMinimumIsRefused() {
    assertThat(violatedFields(() -> upsert(bare().setMinQuantity(3).setMaxQuantity(2).build())))
        .containsExactly("product");
  }

  @Test
  void speciesAreAtMostFiftyAndEachNamedOnce() {
    assertThat(violatedFields(() -> upsert(bare().addSpecies("dog").addSpecies("dog").build())))
        .containsExactly("product.species");
    Product.Builder many = bare();
    for (int i = 0; i < 50; i++) {
      many.addSpecies("dog_" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }
    assertThat(upsert(many.build()).getSpeciesCount()).isEqualTo(50);
    assertThat(violatedFields(() -> upsert(many.addSpecies("cat").build())))
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
    assertThat(violatedFields(() -> upsert(bare().setProductId("dewormer").build())))
        .containsExactly("product.product_id");
    assertThat(violatedFields(() -> product(""))).containsExactly("product_id");
  }

  @Test
  void reorderPointsAreThoseOfActiveProducts() {
    Product none = upsert(bare().setReorderPoint(0).setActive(true).build());
    Product some = upsert(bare().setReorderPoint(20).setActive(true).build());
    upsert(bare().setReorderPoint(20).build());
    upsert(bare().setActive(true).build());
    assertThat(read("SELECT * FROM catalog.list_reorder_points('%s')"))
        .containsExactlyInAnyOrder(none.getProductId() + "|0", some.getProductId() + "|20");
  }

  @Test
  void readsForOtherDomainsReachTheTablesWithoutACall() {
    String id = Clinic.newId();
    for (String function :
        List.of(
            "find_products('%s', '{" + id + "}')",
            "find_services('%s', '{" + id + "}')",
            "list_reorder_points('%s')")) {
      assertThat(read("EXPLAIN SELECT * FROM catalog." + function))
          .as(function)
          .isNotEmpty()
          .noneMatch(line -> line.contains("Function Scan"));
    }
  }

  private List<String> read(String sql) {
    return Sql.rows(server.databaseUrl(), sql.formatted(clinic.tenantId()));
  }

  private Product upsert(Product product) {
    return catalog.upsertProduct(request(product)).getProduct();
  }

  private Product product(String id) {
    return catalog.getProduct(get(id)).getProduct();
  }

  private static GetProductRequest get(String id) {
    return GetProductRequest.newBuilder().setProductId(id).build();
  }

  /** A product with every field set. */
  private static Product.Builder dewormer() {
    return Product.newBuilder()
        .setProductId(Clinic.newId())
        .setDisplayName("Dewormer, \"large\" dogs")
        .setUnit("tablet")
        .setPriceMinor(12_500)
        .setTaxRateBp(1000)
        .setRequiresPrescription(true)
        .addSpecies("guinea_pig")
        .addSpecies("dog")
        .setMinQuantity(2)
        .setMaxQuantity(30)
        .setReorderPoint(100)
        .setActive(true);
  }

  /** A product with what it must have. */
  private static Product.Builder bare() {
    return Product.newBuilder()
        .setProductId(Clinic.newId())
        .setDisplayName("Leash")
        .setUnit("piece");
  }

  private static UpsertProductRequest request(Product product) {
    return UpsertProductRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setProduct(product)
        .build();
  }
}
