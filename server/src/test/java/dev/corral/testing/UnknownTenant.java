package dev.corral.testing;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;

/** The credential of an admin whose tenant was never created. */
public final class UnknownTenant {

  private UnknownTenant() {}

  /** Its metadata. */
  public static ClientInterceptor identity() {
    Metadata headers = new Metadata();
    headers.put(key("x-tenant-id"), "never-created");
    headers.put(key("x-role"), "ADMIN");
    headers.put(key("x-actor-id"), UUID.randomUUID().toString());
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
