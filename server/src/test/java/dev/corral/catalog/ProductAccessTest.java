package dev.corral.catalog;

import static dev.corral.catalog.ProductCalls.bare;
import static dev.corral.catalog.ProductCalls.dewormer;
import static dev.corral.catalog.ProductCalls.get;
import static dev.corral.catalog.ProductCalls.request;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Product;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reaches which products: callers, other tenants, other domains. */
class ProductAccessTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final ProductCalls products = new ProductCalls(clinic.catalog());

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> Clinic.unknown(server.channel()).catalog().upsertProduct(request(bare().build())));
  }

  @Test
  void unknownProductIsNotFoundAndSoIsThatOfAnotherTenant() {
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> products.product(Clinic.newId()));
    Product theirs = bare().build();
    server.freshClinic().catalog().upsertProduct(request(theirs));
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> products.product(theirs.getProductId()));
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> products.product(clinic.service(30)));
  }

  @Test
  void idOfAnotherTenantIsFreeHere() {
    Product theirs = dewormer().build();
    CatalogServiceBlockingStub stranger = server.freshClinic().catalog();
    Product stored = stranger.upsertProduct(request(theirs)).getProduct();
    Product ours = bare().setProductId(theirs.getProductId()).build();
    products.upsert(ours);
    assertThat(stranger.getProduct(get(theirs.getProductId())).getProduct()).isEqualTo(stored);
    assertThat(products.product(ours.getProductId()).getDisplayName())
        .isEqualTo(ours.getDisplayName());
  }

  @Test
  void everybodyReadsProductsAndOnlyAdminsAndSystemsStoreThem() {
    Product product = products.upsert(bare().build());
    for (Role role : List.of(Role.ROLE_CLIENT, Role.ROLE_VET, Role.ROLE_RECEPTION)) {
      CatalogServiceBlockingStub stub = clinic.as(role, Clinic.newId()).catalog();
      assertThat(stub.getProduct(get(product.getProductId())).getProduct()).isEqualTo(product);
      assertRefused(
          ServerReason.ROLE_NOT_ALLOWED, () -> stub.upsertProduct(request(bare().build())));
    }
    clinic.as(Role.ROLE_SERVICE, Clinic.newId()).catalog().upsertProduct(request(bare().build()));
  }

  @Test
  void reorderPointsAreThoseOfActiveProducts() {
    Product none = products.upsert(bare().setReorderPoint(0).setActive(true).build());
    Product some = products.upsert(bare().setReorderPoint(20).setActive(true).build());
    products.upsert(bare().setReorderPoint(20).build());
    products.upsert(bare().setActive(true).build());
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
}
