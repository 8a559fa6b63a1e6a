package dev.corral.kernel;

import io.grpc.Status.Code;

/**
 * What a database function can answer. The names are those of the SQL type {@code kernel.outcome},
 * and docs/errors.md lists the same; a test holds the three against each other.
 */
public enum Outcome implements Reason {
  OK(Code.OK, "Done."),
  REQUEST_ID_REUSED(
      Code.INVALID_ARGUMENT, "This request id was used for another request; make a new one."),
  STALE_VERSION(Code.ABORTED, "It has changed since you read it; read it again and decide anew."),

  TENANT_NOT_FOUND(Code.NOT_FOUND, "There is no such tenant."),
  TENANT_ALREADY_EXISTS(Code.ALREADY_EXISTS, "There is a tenant with this id."),
  UNKNOWN_TIME_ZONE(Code.INVALID_ARGUMENT, "The time zone is not an IANA name."),
  UNKNOWN_CURRENCY(Code.INVALID_ARGUMENT, "The currency is not an ISO 4217 code."),
  CURRENCY_IS_FIXED(
      Code.FAILED_PRECONDITION, "The currency of a tenant cannot change once it is set."),

  CLIENT_NOT_FOUND(Code.NOT_FOUND, "There is no such client."),
  PET_NOT_FOUND(Code.NOT_FOUND, "There is no such pet."),
  STAFF_NOT_FOUND(Code.NOT_FOUND, "There is no such staff member."),
  RESOURCE_NOT_FOUND(Code.NOT_FOUND, "There is no such room or device."),
  RESOURCE_KIND_IS_FIXED(
      Code.FAILED_PRECONDITION, "A room cannot become a device, nor a device a room."),
  TIME_OFF_NOT_FOUND(Code.NOT_FOUND, "There is no such absence."),
  SERVICE_NOT_FOUND(Code.NOT_FOUND, "There is no such service."),
  APPOINTMENT_NOT_FOUND(Code.NOT_FOUND, "There is no such appointment."),

  OVERRIDE_NOT_ALLOWED(Code.PERMISSION_DENIED, "Only staff may overlap what is busy."),
  APPOINTMENT_NOT_MOVABLE(
      Code.FAILED_PRECONDITION, "Only a scheduled or confirmed appointment can be moved."),
  INVALID_TRANSITION(
      Code.FAILED_PRECONDITION, "An appointment in this status cannot take the new one."),
  CHANGE_WINDOW_CLOSED(
      Code.FAILED_PRECONDITION, "It is too late to change this appointment; call the clinic."),

  PET_NOT_BOOKABLE(Code.FAILED_PRECONDITION, "The pet is inactive or deceased."),
  SERVICE_INACTIVE(Code.FAILED_PRECONDITION, "The service is no longer offered."),
  SERVICES_NOT_COMBINABLE(
      Code.FAILED_PRECONDITION, "No one staff member or room serves all of these services."),
  SPECIES_NOT_ALLOWED(Code.FAILED_PRECONDITION, "The service is not for this species."),
  STAFF_NOT_QUALIFIED(
      Code.FAILED_PRECONDITION, "The staff member does not take bookings for this service."),
  ROOM_NOT_SUITABLE(Code.FAILED_PRECONDITION, "The room does not take bookings for this service."),
  DEVICE_OUT_OF_USE(Code.FAILED_PRECONDITION, "A device that the service needs takes no bookings."),

  TOO_MANY_SLOTS(
      Code.INVALID_ARGUMENT, "Too many slots at once: fewer dates, fewer staff or a longer step."),
  LOCAL_TIME_DOES_NOT_EXIST(
      Code.INVALID_ARGUMENT, "Clocks skip this local time on that date; choose another."),
  TIME_IN_PAST(Code.FAILED_PRECONDITION, "The time is in the past."),
  NOTICE_TOO_SHORT(Code.FAILED_PRECONDITION, "The clinic asks for more notice."),
  BEYOND_HORIZON(Code.FAILED_PRECONDITION, "The clinic does not book so far ahead."),
  CLINIC_CLOSED(Code.FAILED_PRECONDITION, "The clinic is closed for all or part of that time."),
  SERVICE_NOT_OFFERED(
      Code.FAILED_PRECONDITION, "The service is not offered at that time of that day."),
  STAFF_NOT_WORKING(
      Code.FAILED_PRECONDITION, "The staff member does not work for all of that time."),
  STAFF_ON_LEAVE(Code.FAILED_PRECONDITION, "The staff member is away at that time."),
  DAILY_LIMIT_REACHED(Code.FAILED_PRECONDITION, "The service is fully booked on that day."),
  STAFF_BUSY(Code.FAILED_PRECONDITION, "The time is taken."),
  PET_BUSY(Code.FAILED_PRECONDITION, "The pet has another appointment at that time."),
  ROOM_BUSY(Code.FAILED_PRECONDITION, "No suitable room is free at that time."),
  DEVICE_BUSY(Code.FAILED_PRECONDITION, "A device that the service needs is not free."),

  INVOICE_NOT_FOUND(Code.NOT_FOUND, "There is no such invoice."),
  PAYMENT_NOT_FOUND(Code.NOT_FOUND, "There is no such payment."),
  INVALID_PAYMENT(Code.INVALID_ARGUMENT, "The payment breaks the rules of its method or invoice."),
  CURRENCY_MISMATCH(Code.INVALID_ARGUMENT, "The amount is not in the tenant's currency."),
  INVALID_DISCOUNT(Code.INVALID_ARGUMENT, "A discount is larger than what it is taken from."),
  AMOUNT_TOO_LARGE(Code.INVALID_ARGUMENT, "A sum is larger than 10^15 minor units."),
  DUE_DATE_IN_PAST(Code.INVALID_ARGUMENT, "The due date lies before the date of issue."),
  INVOICE_NOT_DRAFT(Code.FAILED_PRECONDITION, "Only a draft can be changed or issued."),
  INVOICE_NOT_VOIDABLE(
      Code.FAILED_PRECONDITION, "Only an invoice on which nothing is paid can be voided."),
  INVOICE_NOT_PAYABLE(Code.FAILED_PRECONDITION, "A draft or void invoice takes no payment."),
  PAYMENT_PENDING(
      Code.FAILED_PRECONDITION, "A payment whose outcome is not known yet stands in the way."),
  REFERENCE_ALREADY_USED(
      Code.FAILED_PRECONDITION, "A payment with this method and reference is recorded already."),
  OVERPAYMENT(Code.FAILED_PRECONDITION, "The amount is more than what is due."),
  PAYMENT_NOT_PENDING(Code.FAILED_PRECONDITION, "The outcome of this payment is known already."),
  PAYMENT_NOT_REFUNDABLE(Code.FAILED_PRECONDITION, "Only a settled payment can be given back."),
  REFUND_TOO_LARGE(Code.FAILED_PRECONDITION, "The amount is more than what is left to give back."),
  CREDIT_TOO_SMALL(Code.FAILED_PRECONDITION, "The client has less store credit than that."),
  TOO_MANY_METHODS(Code.FAILED_PRECONDITION, "A tenant has at most 100 ways to pay."),

  PRODUCT_NOT_FOUND(Code.NOT_FOUND, "There is no such product."),
  COUPON_NOT_FOUND(Code.NOT_FOUND, "There is no such coupon."),
  LOCATION_NOT_FOUND(Code.NOT_FOUND, "There is no such location."),
  LOT_NOT_FOUND(Code.NOT_FOUND, "There is no such lot."),
  MOVEMENT_NOT_FOUND(Code.NOT_FOUND, "There is no such movement."),
  RESERVATION_NOT_FOUND(Code.NOT_FOUND, "There is no such reservation."),
  TOO_MANY_LOCATIONS(Code.FAILED_PRECONDITION, "A tenant has at most 50 locations."),
  SOURCE_ALREADY_USED(
      Code.FAILED_PRECONDITION, "A movement with this reference is recorded already."),
  LOT_EXPIRY_MISMATCH(Code.FAILED_PRECONDITION, "The lot is known with another expiry date."),
  STALE_QUANTITY(
      Code.ABORTED,
      "The quantity has changed since it was counted; count again or adjust by the difference."),
  STOCK_RESERVED(Code.FAILED_PRECONDITION, "Reservations hold more than would be left."),
  RETURN_TOO_LARGE(Code.FAILED_PRECONDITION, "More would be returned than was handed out."),
  RESERVATION_NOT_OPEN(Code.FAILED_PRECONDITION, "The reservation has ended."),
  RESERVATION_EXPIRED(Code.FAILED_PRECONDITION, "The reservation has expired."),
  RESERVATION_TOO_SMALL(Code.FAILED_PRECONDITION, "The reservation holds less than that."),
  CART_EMPTY(Code.FAILED_PRECONDITION, "The cart is empty."),
  CART_FULL(Code.FAILED_PRECONDITION, "A cart has at most 50 lines."),
  PRODUCT_INACTIVE(Code.FAILED_PRECONDITION, "The product is no longer sold."),
  PRESCRIPTION_REQUIRED(Code.FAILED_PRECONDITION, "The product needs a prescription."),
  QUANTITY_NOT_ALLOWED(
      Code.FAILED_PRECONDITION, "The quantity is outside what a cart may hold of the product."),
  OUT_OF_STOCK(Code.FAILED_PRECONDITION, "There is not enough in stock."),
  COUPON_NOT_VALID(Code.FAILED_PRECONDITION, "The coupon cannot be used today."),
  COUPON_MINIMUM_NOT_REACHED(Code.FAILED_PRECONDITION, "The coupon wants a larger cart."),
  COUPON_NOT_APPLICABLE(Code.FAILED_PRECONDITION, "The coupon is for nothing in this cart."),
  COUPON_USED_UP(Code.FAILED_PRECONDITION, "The coupon has been used as often as it may be."),
  COUPON_USED_BY_CLIENT(
      Code.FAILED_PRECONDITION, "The client has used the coupon as often as they may."),
  PRICE_CHANGED(Code.FAILED_PRECONDITION, "The price is higher than the one that was seen.");

  private final Code code;
  private final String sentence;

  Outcome(Code code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  @Override
  public Code code() {
    return code;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
