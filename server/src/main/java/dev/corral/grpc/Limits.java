package dev.corral.grpc;

import dev.corral.common.v1.Limit;
import dev.corral.kernel.Refused;
import java.net.SocketAddress;

/** How much callers may ask of this server. Nothing here waits. Thread-safe. */
public interface Limits {

  /**
   * Lets a call in, whoever it is from.
   *
   * @throws Refused with SERVER_OVERLOADED when as many calls run as may
   */
  Permit enterServer();

  /**
   * Counts a call of a tenant.
   *
   * @throws Refused with TOO_MANY_CALLS when there are no more in this second
   */
  void countCall(String tenantId, Limit limit);

  /**
   * Lets a call of a tenant run.
   *
   * @throws Refused with TOO_MANY_CALLS_AT_ONCE when as many run as may
   */
  Permit enterTenant(String tenantId, Limit limit);

  /**
   * Counts a call whose credential is missing or wrong.
   *
   * @param address where it came from; null when unknown
   */
  void countBadCredential(SocketAddress address);

  /**
   * Lets a credential be looked at that is not known yet.
   *
   * @throws Refused with TOO_MANY_BAD_CREDENTIALS when too many bad ones came from the address, or
   *     too many are being looked at
   */
  Permit enterUnproven(SocketAddress address);
}
