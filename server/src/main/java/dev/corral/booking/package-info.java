/** Appointments: corral.booking.v1.BookingService on the SQL schema booking. */
package dev.corral.booking;
