package dev.corral.booking;

import dev.corral.booking.v1.Appointment;

/** Which appointments need the same thing at the same time. */
final class ModelOverlap {

  private ModelOverlap() {}

  static boolean overlap(Appointment one, Appointment other) {
    boolean active = ModelAvailability.isActive(one) && ModelAvailability.isActive(other);
    boolean samePet = one.getPetId().equals(other.getPetId());
    return active
        && (samePet && visitsMeet(one, other) || shares(one, other) && buffersMeet(one, other));
  }

  private static boolean shares(Appointment one, Appointment other) {
    return one.getStaffId().equals(other.getStaffId())
        || one.hasRoomId() && one.getRoomId().equals(other.getRoomId())
        || one.getDeviceIdsList().stream().anyMatch(other.getDeviceIdsList()::contains);
  }

  private static boolean visitsMeet(Appointment one, Appointment other) {
    return ClinicClock.minute(one.getStartTime()) < ClinicClock.minute(other.getEndTime())
        && ClinicClock.minute(other.getStartTime()) < ClinicClock.minute(one.getEndTime());
  }

  private static boolean buffersMeet(Appointment one, Appointment other) {
    return ModelAvailability.occupiedFrom(one) < ModelAvailability.occupiedTo(other)
        && ModelAvailability.occupiedFrom(other) < ModelAvailability.occupiedTo(one);
  }
}
