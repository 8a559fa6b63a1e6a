package dev.corral.catalog;

import dev.corral.Clinic;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.GetProductRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;

/** A clinic's calls about products, and products to store. */
final class ProductCalls {

  private final CatalogServiceBlockingStub catalog;

  ProductCalls(CatalogServiceBlockingStub catalog) {
    this.catalog = catalog;
  }

  /** Stores a product under a new request id. */
  Product upsert(Product product) {
    return catalog.upsertProduct(request(product)).getProduct();
  }

  Product product(String id) {
    return catalog.getProduct(get(id)).getProduct();
  }

  static GetProductRequest get(String id) {
    return GetProductRequest.newBuilder().setProductId(id).build();
  }

  static UpsertProductRequest request(Product product) {
    return UpsertProductRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setProduct(product)
        .build();
  }

  /** A product with every field set. */
  static Product.Builder dewormer() {
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
  static Product.Builder bare() {
    return Product.newBuilder()
        .setProductId(Clinic.newId())
        .setDisplayName("Leash")
        .setUnit("piece");
  }
}
