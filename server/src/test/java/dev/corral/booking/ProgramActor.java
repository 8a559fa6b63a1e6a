package dev.corral.booking;

import dev.corral.Clinic;
import dev.corral.common.v1.Role;

/** Who runs a step. */
record ProgramActor(Role role, String id) {

  boolean isClient() {
    return role == Role.ROLE_CLIENT;
  }

  Clinic at(Clinic clinic) {
    return clinic.as(role, id);
  }
}
