package dev.corral.testing;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;

/** The credential of somebody whose tenant was never created. */
public final class UnknownTenant {

  private UnknownTenant() {}

  /** The metadata of its admin. */
  public static ClientInterceptor identity() {
    return identity("ADMIN");
  }

  /** The metadata of somebody with a role. */
  public static ClientInterceptor identity(String role) {
    Metadata headers = new Metadata();
    headers.put(key("x-tenant-id"), "never-created");
    headers.put(key("x-role"), role);
    headers.put(key("x-actor-id"), UUID.randomUUID().toString());
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
