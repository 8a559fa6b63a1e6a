package dev.corral.catalog;

import static dev.corral.catalog.ProductCalls.bare;
import static dev.corral.catalog.ProductCalls.dewormer;
import static dev.corral.catalog.ProductCalls.request;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.catalog.v1.UpsertProductResponse;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What UpsertProduct stores, once for each request id, and GetProduct returns. */
class ProductUpsertTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();
  private final ProductCalls products = new ProductCalls(catalog);

  @Test
  void everyFieldOfAProductComesBack() {
    Product product = dewormer().build();
    Product stored = products.upsert(product);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(product);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(products.product(product.getProductId())).isEqualTo(stored);
  }

  @Test
  void bareProductComesBackBare() {
    Product product = bare().build();
    Product stored = products.upsert(product);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(product);
    assertThat(stored.hasReorderPoint()).isFalse();
  }

  @Test
  void reorderPointOfZeroIsNotNone() {
    assertThat(products.upsert(bare().setReorderPoint(0).build()).hasReorderPoint()).isTrue();
  }

  @Test
  void speciesThatReadsLikeNothingToADatabaseIsASpecies() {
    assertThat(products.upsert(bare().addSpecies("null").build()).getSpeciesList())
        .containsExactly("null");
  }

  @Test
  void secondUpsertReplacesAllAndIsAudited() {
    Product first = dewormer().build();
    products.upsert(first);
    Product second = bare().setProductId(first.getProductId()).build();
    Product stored = products.upsert(second);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(second);
    assertThat(products.product(first.getProductId())).isEqualTo(stored);
    assertThat(Audit.replacedNames(server.databaseUrl(), clinic.tenantId(), "UpsertProduct"))
        .containsExactlyInAnyOrder(null, first.getDisplayName());
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertProductRequest first = request(dewormer().build());
    UpsertProductResponse firstAnswer = catalog.upsertProduct(first);
    Product newer = products.upsert(first.getProduct().toBuilder().setPriceMinor(7).build());

    assertThat(catalog.upsertProduct(first)).isEqualTo(firstAnswer);
    assertThat(products.product(newer.getProductId())).isEqualTo(newer);
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
    assertThat(products.product(stored.getProductId())).isEqualTo(stored);
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> products.product(other.getProductId()));
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
}
