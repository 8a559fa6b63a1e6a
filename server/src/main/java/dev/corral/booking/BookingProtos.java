package dev.corral.booking;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.kernel.Row;
import java.sql.SQLException;

/** Appointments between the contract and the database. */
final class BookingProtos {

  private static final String STATUS_PREFIX = "APPOINTMENT_STATUS_";

  private BookingProtos() {}

  static Appointment appointment(Row row) throws SQLException {
    Appointment.Builder appointment =
        Appointment.newBuilder()
            .setAppointmentId(row.text("appointment_id"))
            .setClientId(row.text("client_id"))
            .setPetId(row.text("pet_id"))
            .setStaffId(row.text("staff_id"))
            .addAllServiceIds(row.texts("service_ids"))
            .addAllDeviceIds(row.texts("device_ids"))
            .setStartTime(row.timestamp("start_time"))
            .setEndTime(row.timestamp("end_time"))
            .setBufferBeforeMinutes(row.integer("buffer_before_minutes"))
            .setBufferAfterMinutes(row.integer("buffer_after_minutes"))
            .setStatus(AppointmentStatus.valueOf(STATUS_PREFIX + row.text("status")))
            .setNote(row.text("note"))
            .setCancelReason(row.text("cancel_reason"))
            .setOverrideReason(row.text("override_reason"))
            .setVersion(row.bigint("version"))
            .setCreateTime(row.timestamp("create_time"))
            .setUpdateTime(row.timestamp("update_time"));
    if (!row.isNull("room_id")) {
      appointment.setRoomId(row.text("room_id"));
    }
    return appointment.build();
  }

  /** The status as the database knows it: without the prefix of the proto enum. */
  static String statusName(AppointmentStatus status) {
    return status.name().substring(STATUS_PREFIX.length());
  }
}
