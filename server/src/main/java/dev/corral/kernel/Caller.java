package dev.corral.kernel;

import dev.corral.common.v1.Role;
import java.util.UUID;

/**
 * Who calls, as the verified credential says.
 *
 * @param tenantId the tenant whose rows the call may touch
 * @param actorId the person or machine; for {@link Role#ROLE_CLIENT} the client's own id
 * @param role what they may do
 */
public record Caller(String tenantId, UUID actorId, Role role) {

  /** The role as the database knows it: without the prefix of the proto enum. */
  public String roleName() {
    return role.name().substring("ROLE_".length());
  }
}
