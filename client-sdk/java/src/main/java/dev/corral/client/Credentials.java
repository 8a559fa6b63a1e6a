package dev.corral.client;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What calls carry to say who makes them. Thread-safe. */
public abstract class Credentials extends CallCredentials {

  private static final String TENANT = "x-tenant-id";

  private final String tenant;

  private Credentials(String tenant) {
    this.tenant = tenant;
  }

  /**
   * A JSON Web Token. The supplier is asked before each attempt of each call, so it may refresh the
   * token; it should answer at once when it need not.
   */
  public static Credentials bearer(Supplier<String> token) {
    return new BearerToken(null, token);
  }

  /** An API key, as {@code corral keys} makes them. */
  public static Credentials apiKey(String key) {
    return new Fixed(null, Map.of("x-api-key", key));
  }

  /**
   * Who a developer is: only a server with development identity believes it, such as {@code
   * ./corral up}.
   *
   * @param role CLIENT, VET, RECEPTION, ADMIN, SERVICE or PLATFORM
   * @param actorId UUID of the person; for CLIENT the client's id
   */
  public static Credentials development(String tenantId, String role, String actorId) {
    return new Fixed(tenantId, Map.of("x-role", role, "x-actor-id", actorId));
  }

  /** The same, for one of the tenants that it is good for. */
  public abstract Credentials forTenant(String tenantId);

  /** What can be seen of the credential itself when the server has refused it. */
  abstract Optional<String> fault();

  abstract Map<String, String> headers();

  @Override
  public final void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier to) {
    executor.execute(
        () -> {
          Metadata metadata = new Metadata();
          try {
            headers().forEach((name, value) -> metadata.put(key(name), value));
          } catch (RuntimeException e) {
            to.fail(Status.UNAUTHENTICATED.withDescription("no credential").withCause(e));
            return;
          }
          if (tenant != null) {
            metadata.put(key(TENANT), tenant);
          }
          to.apply(metadata);
        });
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static final class Fixed extends Credentials {

    private final Map<String, String> headers;

    Fixed(String tenant, Map<String, String> headers) {
      super(tenant);
      this.headers = headers;
    }

    @Override
    public Credentials forTenant(String tenantId) {
      return new Fixed(tenantId, headers);
    }

    @Override
    Optional<String> fault() {
      return Optional.empty();
    }

    @Override
    Map<String, String> headers() {
      return headers;
    }
  }

  private static final class BearerToken extends Credentials {

    private final Supplier<String> token;
    private volatile String last = "";

    BearerToken(String tenant, Supplier<String> token) {
      super(tenant);
      this.token = token;
    }

    @Override
    public Credentials forTenant(String tenantId) {
      return new BearerToken(tenantId, token);
    }

    @Override
    Optional<String> fault() {
      return TokenExpiry.of(last).map(at -> "The token has expired at " + at + ": get a new one.");
    }

    @Override
    Map<String, String> headers() {
      last = token.get();
      return Map.of("authorization", "Bearer " + last);
    }
  }
}
