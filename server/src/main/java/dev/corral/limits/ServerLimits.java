package dev.corral.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.corral.common.v1.Limit;
import dev.corral.grpc.Limits;
import dev.corral.grpc.Permit;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The limits of one server, kept in its memory.
 *
 * <p>At most {@value #KEPT_MAX} tenants and as many addresses are remembered. One that is
 * forgotten, since more than so many call or after 10 minutes of rest, begins anew.
 */
public final class ServerLimits implements Limits {

  static final int KEPT_MAX = 20_000;
  private static final Duration KEPT_IDLE = Duration.ofMinutes(10);
  private static final Duration RETRY_OVERLOADED = Duration.ofMillis(500);
  private static final int IPV6_NETWORK_BYTES = 8;

  /** A quarter of the default queue: no address can fill it with credentials to be looked up. */
  private static final int UNPROVEN_MAX = 128;

  private static final Duration RETRY_UNPROVEN = Duration.ofMillis(100);

  private final LimitSettings settings;
  private final LoadingCache<String, TenantGates> tenants;
  private final Cache<Object, Source> addresses;
  private final Flight server;
  private final LongSupplier nanoTime;

  /**
   * What comes from one address.
   *
   * @param bad calls without a valid credential
   * @param unproven credentials that are being looked at
   */
  private record Source(Rate bad, Flight unproven) {}

  /** Limits by the clock of the machine. */
  public ServerLimits(LimitSettings settings) {
    this(settings, System::nanoTime);
  }

  ServerLimits(LimitSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.server = new Flight("server", settings.callsInFlightMax());
    this.tenants =
        Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterAccess(KEPT_IDLE)
            .ticker(nanoTime::getAsLong)
            .build(tenantId -> new TenantGates(tenantId, settings.plan(), nanoTime));
    this.addresses =
        Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterAccess(KEPT_IDLE)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  @Override
  public Permit enterServer() {
    return server
        .tryEnter()
        .orElseThrow(
            () ->
                Refusals.refusal(
                    ServerReason.SERVER_OVERLOADED,
                    "server",
                    "server.calls_in_flight",
                    settings.callsInFlightMax(),
                    RETRY_OVERLOADED));
  }

  @Override
  public void countCall(String tenantId, Limit limit) {
    tenants.get(tenantId).count(limit);
  }

  @Override
  public Permit enterTenant(String tenantId, Limit limit) {
    return tenants.get(tenantId).enter(limit);
  }

  @Override
  public void countBadCredential(SocketAddress address) {
    source(address).bad().tryTake();
  }

  @Override
  public Permit enterUnproven(SocketAddress address) {
    Source source = source(address);
    if (source.bad().isSpent()) {
      throw tooManyBadCredentials(
          "address.bad_credentials_per_second", settings.badCredentialsPerSecond(), Rate.PERIOD);
    }
    return source
        .unproven()
        .tryEnter()
        .orElseThrow(
            () ->
                tooManyBadCredentials(
                    "address.unproven_credentials_in_flight", UNPROVEN_MAX, RETRY_UNPROVEN));
  }

  private Source source(SocketAddress address) {
    return addresses.get(
        network(address),
        n ->
            new Source(
                new Rate("address", settings.badCredentialsPerSecond(), nanoTime),
                new Flight("address", UNPROVEN_MAX)));
  }

  private static Refused tooManyBadCredentials(String limit, int value, Duration retryAfter) {
    return Refusals.refusal(
        ServerReason.TOO_MANY_BAD_CREDENTIALS, "address", limit, value, retryAfter);
  }

  /** The tenants that have called since this was last asked. */
  List<String> takeUsed() {
    return tenants.asMap().entrySet().stream()
        .filter(tenant -> tenant.getValue().takeUsed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Has these tenants asked for again, since nothing came of it. */
  void putBackUsed(List<String> tenantIds) {
    tenants.getAllPresent(tenantIds).values().forEach(TenantGates::putBackUsed);
  }

  /** Holds a tenant to another plan from now on. */
  void change(String tenantId, Plan plan) {
    TenantGates gates = tenants.getIfPresent(tenantId);
    if (gates != null) {
      gates.change(plan);
    }
  }

  Plan defaultPlan() {
    return settings.plan();
  }

  /** How many tenants are remembered, once what is too much has been forgotten. */
  long tenantCount() {
    tenants.cleanUp();
    return tenants.estimatedSize();
  }

  /** What belongs to one caller: an IPv4 address, or the /64 of an IPv6 address. */
  private static Object network(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return "elsewhere";
    }
    InetAddress host = inet.getAddress();
    return host instanceof Inet6Address
        ? ByteBuffer.wrap(host.getAddress(), 0, IPV6_NETWORK_BYTES).slice()
        : host;
  }
}
