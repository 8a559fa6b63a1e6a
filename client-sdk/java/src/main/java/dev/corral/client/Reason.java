package dev.corral.client;

/**
 * Why a call failed: the reasons of docs/errors.md, and four of the client itself. A reason that a
 * newer server gives is {@link #UNRECOGNIZED}; {@link CorralException#rawReason()} has its name.
 */
public enum Reason {
  /** The request breaks the rules of the contract; BadRequest has every violation. */
  INVALID_REQUEST,
  /**
   * The request is larger than the server takes once it is decompressed. One that is too large on
   * the wire gets the same code from gRPC itself, without details.
   */
  MESSAGE_TOO_LARGE,
  /** All tenants together ask for more than the server can do. Nothing was done. */
  SERVER_OVERLOADED,
  /**
   * Too many calls from this network address carried no valid credential; only credentials that are
   * known already are let in.
   */
  TOO_MANY_BAD_CREDENTIALS,
  /** The tenant makes more calls a second than it may. Nothing was done. */
  TOO_MANY_CALLS,
  /** The tenant has more calls running than it may. Nothing was done. */
  TOO_MANY_CALLS_AT_ONCE,
  /** The call carries no valid credential. */
  UNAUTHENTICATED,
  /** The keys that tokens are checked with cannot be had, or are too old. Nothing was changed. */
  KEYS_UNAVAILABLE,
  /** The credential is not for the tenant that the metadata x-tenant-id names. */
  TENANT_NOT_ALLOWED,
  /** The credential is good for several tenants and the call names none. */
  TENANT_NOT_CHOSEN,
  /** The caller's role may not call this RPC. */
  ROLE_NOT_ALLOWED,
  /**
   * Others kept changing the same thing; the server has tried several times. Nothing was changed.
   */
  CONTENDED,
  /** The deadline of the client or of the server passed. The call may have taken effect. */
  DEADLINE_EXCEEDED,
  /** The client cancelled the call or went away. The call may have taken effect. */
  CALL_CANCELLED,
  /**
   * The database cannot be reached, or the connection broke in mid-call. The call may have taken
   * effect.
   */
  DATABASE_UNAVAILABLE,
  /** A fault of the server. The call may have taken effect. */
  INTERNAL,
  /** This request_id has already taken effect with another payload. */
  REQUEST_ID_REUSED,
  /** The thing has changed since the caller read it. */
  STALE_VERSION,
  /** The credential names a tenant that does not exist. */
  TENANT_NOT_FOUND,
  /** A tenant with this id was made by another request. */
  TENANT_ALREADY_EXISTS,
  /** The time zone is not an IANA name that the database knows. */
  UNKNOWN_TIME_ZONE,
  /** The currency is not an ISO 4217 code. */
  UNKNOWN_CURRENCY,
  /** The currency of a tenant cannot change, since its amounts are in that currency. */
  CURRENCY_IS_FIXED,
  /** There is no such client. */
  CLIENT_NOT_FOUND,
  /** There is no such pet, or not of this pet owner. */
  PET_NOT_FOUND,
  /** There is no such staff member. */
  STAFF_NOT_FOUND,
  /** There is no such room or device. */
  RESOURCE_NOT_FOUND,
  /** A room cannot become a device, nor a device a room. */
  RESOURCE_KIND_IS_FIXED,
  /** There is no such absence. */
  TIME_OFF_NOT_FOUND,
  /** There is no such service, or one of several is unknown. */
  SERVICE_NOT_FOUND,
  /** There is no such appointment, or not of a pet of this owner. */
  APPOINTMENT_NOT_FOUND,
  /** Only staff may overlap what is busy. */
  OVERRIDE_NOT_ALLOWED,
  /** Only a scheduled or confirmed appointment can be moved. */
  APPOINTMENT_NOT_MOVABLE,
  /** An appointment in its present status cannot take the new one. */
  INVALID_TRANSITION,
  /** It is too late for a client to move or cancel this appointment. */
  CHANGE_WINDOW_CLOSED,
  /** The pet is inactive or deceased. */
  PET_NOT_BOOKABLE,
  /** The service is no longer offered. */
  SERVICE_INACTIVE,
  /** No one staff member or room serves all of these services. */
  SERVICES_NOT_COMBINABLE,
  /** The service is not for the pet's species. */
  SPECIES_NOT_ALLOWED,
  /** The staff member does not take bookings for this service. */
  STAFF_NOT_QUALIFIED,
  /** The room does not take bookings for this service. */
  ROOM_NOT_SUITABLE,
  /** A device that the service needs takes no bookings. */
  DEVICE_OUT_OF_USE,
  /**
   * The list would be too long: over 7 dates with a step under 5 minutes, or over 100,000 pairs of
   * a start and a staff member.
   */
  TOO_MANY_SLOTS,
  /** Clocks skip this local time on that date. */
  LOCAL_TIME_DOES_NOT_EXIST,
  /** The visit would start in the past. */
  TIME_IN_PAST,
  /** The clinic asks for more notice than is left. */
  NOTICE_TOO_SHORT,
  /** The clinic does not book so far ahead. */
  BEYOND_HORIZON,
  /** The clinic is closed for all or part of the visit. */
  CLINIC_CLOSED,
  /** The service is not offered at that time of that day. */
  SERVICE_NOT_OFFERED,
  /** The staff member does not work for all of the visit. */
  STAFF_NOT_WORKING,
  /** The staff member is away at that time. */
  STAFF_ON_LEAVE,
  /** The service is fully booked on that local day. */
  DAILY_LIMIT_REACHED,
  /** The time is taken. */
  STAFF_BUSY,
  /** The pet has another appointment at that time. */
  PET_BUSY,
  /** No suitable room is free at that time. */
  ROOM_BUSY,
  /** A device that the service needs is not free. */
  DEVICE_BUSY,
  /** There is no such invoice. */
  INVOICE_NOT_FOUND,
  /** There is no such payment. */
  PAYMENT_NOT_FOUND,
  /**
   * The payment breaks the rules of its method or invoice; BadRequest has every field, and metadata
   * the same: field, what is wrong.
   */
  INVALID_PAYMENT,
  /** The amount is not in the tenant's currency. */
  CURRENCY_MISMATCH,
  /** A discount is larger than what it is taken from. */
  INVALID_DISCOUNT,
  /** A sum is larger than 10^15 minor units. */
  AMOUNT_TOO_LARGE,
  /** The due date lies before the date of issue, on the clinic's calendar. */
  DUE_DATE_IN_PAST,
  /** Only a draft can be changed or issued. */
  INVOICE_NOT_DRAFT,
  /** Only a draft, or an issued invoice on which nothing is paid, can be voided. */
  INVOICE_NOT_VOIDABLE,
  /** A draft or void invoice takes no payment. */
  INVOICE_NOT_PAYABLE,
  /** A payment whose outcome is not known yet stands in the way. */
  PAYMENT_PENDING,
  /** A payment with this method and reference is recorded already. */
  REFERENCE_ALREADY_USED,
  /** The amount is more than what is due. */
  OVERPAYMENT,
  /** The outcome of this payment is known already. */
  PAYMENT_NOT_PENDING,
  /** Only a settled payment can be given back. */
  PAYMENT_NOT_REFUNDABLE,
  /** The amount is more than what is left to give back. */
  REFUND_TOO_LARGE,
  /** The client has less store credit than that. */
  CREDIT_TOO_SMALL,
  /** A tenant has at most 100 ways to pay. */
  TOO_MANY_METHODS,
  /** There is no such product. */
  PRODUCT_NOT_FOUND,
  /** There is no coupon with this code. */
  COUPON_NOT_FOUND,
  /** There is no such location. */
  LOCATION_NOT_FOUND,
  /** The product has no lot with this code. */
  LOT_NOT_FOUND,
  /** There is no such stock movement of this product, or it handed nothing out. */
  MOVEMENT_NOT_FOUND,
  /** There is no such reservation, or not of this client. */
  RESERVATION_NOT_FOUND,
  /** A tenant has at most 50 locations. */
  TOO_MANY_LOCATIONS,
  /** A movement of this tenant with this reference is recorded already. */
  SOURCE_ALREADY_USED,
  /** The product has a lot of this code with another expiry date. */
  LOT_EXPIRY_MISMATCH,
  /** The quantity is not the one that the caller saw. */
  STALE_QUANTITY,
  /** Reservations hold more than would be left. */
  STOCK_RESERVED,
  /** More would be returned than this movement handed out and has not got back. */
  RETURN_TOO_LARGE,
  /** The reservation has been released or committed. */
  RESERVATION_NOT_OPEN,
  /** The reservation has expired; it can still be committed while stock is there. */
  RESERVATION_EXPIRED,
  /** The reservation holds less of a product than is to be committed. */
  RESERVATION_TOO_SMALL,
  /** The cart has no lines. */
  CART_EMPTY,
  /** A cart has at most 50 lines. */
  CART_FULL,
  /** The product is no longer sold. */
  PRODUCT_INACTIVE,
  /** The product needs a prescription, and its line has none. */
  PRESCRIPTION_REQUIRED,
  /**
   * The quantity, over all lines of a product or after a merge, is outside what a cart may hold.
   */
  QUANTITY_NOT_ALLOWED,
  /** There is not enough in stock, over all lines of a product. */
  OUT_OF_STOCK,
  /** The coupon is inactive, or not good on this day of the clinic's calendar. */
  COUPON_NOT_VALID,
  /** The prices of the cart come to less than the coupon wants. */
  COUPON_MINIMUM_NOT_REACHED,
  /** The coupon is for nothing in this cart. */
  COUPON_NOT_APPLICABLE,
  /** The coupon has been used as often as it may be. */
  COUPON_USED_UP,
  /** This client has used the coupon as often as one client may. */
  COUPON_USED_BY_CLIENT,
  /** The price or total is higher than the one that the caller saw. */
  PRICE_CHANGED,
  /** Nothing answers at the address, or not as Corral does. The call may have taken effect. */
  UNREACHABLE,
  /** The server does not know this RPC: it is older than this client. */
  UNSUPPORTED_BY_SERVER,
  /** gRPC itself ended the call; the code says all that is known. */
  TRANSPORT,
  /** A reason of a newer server. */
  UNRECOGNIZED;

  static Reason of(String name) {
    for (Reason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return UNRECOGNIZED;
  }
}
