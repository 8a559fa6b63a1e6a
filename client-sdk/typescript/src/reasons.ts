// Made by scripts/generate.mjs from docs/errors.md. Do not edit.

type NoMetadata = Readonly<Record<never, never>>;

/** For each reason that a server of this version gives, the values that come with it. */
export interface ServerReasons {
  /** The request breaks the rules of the contract; BadRequest has every violation. */
  INVALID_REQUEST: NoMetadata;
  /** The request is larger than the server takes once it is decompressed. One that is too large on the wire gets the same code from gRPC itself, without details. */
  MESSAGE_TOO_LARGE: NoMetadata;
  /** All tenants together ask for more than the server can do. Nothing was done. */
  SERVER_OVERLOADED: { readonly limit?: string; readonly limit_value?: string };
  /** Too many calls from this network address carried no valid credential; only credentials that are known already are let in. */
  TOO_MANY_BAD_CREDENTIALS: { readonly limit: string; readonly limit_value: string };
  /** The tenant makes more calls a second than it may. Nothing was done. */
  TOO_MANY_CALLS: { readonly limit: string; readonly limit_value: string };
  /** The tenant has more calls running than it may. Nothing was done. */
  TOO_MANY_CALLS_AT_ONCE: { readonly limit: string; readonly limit_value: string };
  /** The call carries no valid credential. */
  UNAUTHENTICATED: { readonly metadata: string };
  /** The keys that tokens are checked with cannot be had, or are too old. Nothing was changed. */
  KEYS_UNAVAILABLE: NoMetadata;
  /** The credential is not for the tenant that the metadata x-tenant-id names. */
  TENANT_NOT_ALLOWED: NoMetadata;
  /** The credential is good for several tenants and the call names none. */
  TENANT_NOT_CHOSEN: NoMetadata;
  /** The caller's role may not call this RPC. */
  ROLE_NOT_ALLOWED: NoMetadata;
  /** Others kept changing the same thing; the server has tried several times. Nothing was changed. */
  CONTENDED: NoMetadata;
  /** The deadline of the client or of the server passed. The call may have taken effect. */
  DEADLINE_EXCEEDED: NoMetadata;
  /** The client cancelled the call or went away. The call may have taken effect. */
  CALL_CANCELLED: NoMetadata;
  /** The database cannot be reached, or the connection broke in mid-call. The call may have taken effect. */
  DATABASE_UNAVAILABLE: NoMetadata;
  /** A fault of the server. The call may have taken effect. */
  INTERNAL: { readonly error_id: string };
  /** This request_id has already taken effect with another payload. */
  REQUEST_ID_REUSED: NoMetadata;
  /** The thing has changed since the caller read it. */
  STALE_VERSION: { readonly version: string };
  /** The credential names a tenant that does not exist. */
  TENANT_NOT_FOUND: NoMetadata;
  /** A tenant with this id was made by another request. */
  TENANT_ALREADY_EXISTS: NoMetadata;
  /** The time zone is not an IANA name that the database knows. */
  UNKNOWN_TIME_ZONE: NoMetadata;
  /** The currency is not an ISO 4217 code. */
  UNKNOWN_CURRENCY: NoMetadata;
  /** The currency of a tenant cannot change, since its amounts are in that currency. */
  CURRENCY_IS_FIXED: { readonly currency_code: string };
  /** There is no such client. */
  CLIENT_NOT_FOUND: NoMetadata;
  /** There is no such pet, or not of this pet owner. */
  PET_NOT_FOUND: NoMetadata;
  /** There is no such staff member. */
  STAFF_NOT_FOUND: { readonly staff_id?: string };
  /** There is no such room or device. */
  RESOURCE_NOT_FOUND: { readonly resource_id?: string };
  /** A room cannot become a device, nor a device a room. */
  RESOURCE_KIND_IS_FIXED: NoMetadata;
  /** There is no such absence. */
  TIME_OFF_NOT_FOUND: NoMetadata;
  /** There is no such service, or one of several is unknown. */
  SERVICE_NOT_FOUND: { readonly service_id?: string };
  /** There is no such appointment, or not of a pet of this owner. */
  APPOINTMENT_NOT_FOUND: NoMetadata;
  /** Only staff may overlap what is busy. */
  OVERRIDE_NOT_ALLOWED: NoMetadata;
  /** Only a scheduled or confirmed appointment can be moved. */
  APPOINTMENT_NOT_MOVABLE: { readonly status: string };
  /** An appointment in its present status cannot take the new one. */
  INVALID_TRANSITION: { readonly from: string; readonly to: string };
  /** It is too late for a client to move or cancel this appointment. */
  CHANGE_WINDOW_CLOSED: { readonly closed_at: string };
  /** The pet is inactive or deceased. */
  PET_NOT_BOOKABLE: NoMetadata;
  /** The service is no longer offered. */
  SERVICE_INACTIVE: NoMetadata;
  /** No one staff member or room serves all of these services. */
  SERVICES_NOT_COMBINABLE: NoMetadata;
  /** The service is not for the pet's species. */
  SPECIES_NOT_ALLOWED: NoMetadata;
  /** The staff member does not take bookings for this service. */
  STAFF_NOT_QUALIFIED: NoMetadata;
  /** The room does not take bookings for this service. */
  ROOM_NOT_SUITABLE: NoMetadata;
  /** A device that the service needs takes no bookings. */
  DEVICE_OUT_OF_USE: NoMetadata;
  /** The list would be too long: over 7 dates with a step under 5 minutes, or over 100,000 pairs of a start and a staff member. */
  TOO_MANY_SLOTS: NoMetadata;
  /** Clocks skip this local time on that date. */
  LOCAL_TIME_DOES_NOT_EXIST: NoMetadata;
  /** The visit would start in the past. */
  TIME_IN_PAST: NoMetadata;
  /** The clinic asks for more notice than is left. */
  NOTICE_TOO_SHORT: NoMetadata;
  /** The clinic does not book so far ahead. */
  BEYOND_HORIZON: NoMetadata;
  /** The clinic is closed for all or part of the visit. */
  CLINIC_CLOSED: NoMetadata;
  /** The service is not offered at that time of that day. */
  SERVICE_NOT_OFFERED: NoMetadata;
  /** The staff member does not work for all of the visit. */
  STAFF_NOT_WORKING: NoMetadata;
  /** The staff member is away at that time. */
  STAFF_ON_LEAVE: NoMetadata;
  /** The service is fully booked on that local day. */
  DAILY_LIMIT_REACHED: NoMetadata;
  /** The time is taken. */
  STAFF_BUSY: NoMetadata;
  /** The pet has another appointment at that time. */
  PET_BUSY: NoMetadata;
  /** No suitable room is free at that time. */
  ROOM_BUSY: NoMetadata;
  /** A device that the service needs is not free. */
  DEVICE_BUSY: NoMetadata;
  /** There is no such invoice. */
  INVOICE_NOT_FOUND: NoMetadata;
  /** There is no such payment. */
  PAYMENT_NOT_FOUND: NoMetadata;
  /** The payment breaks the rules of its method or invoice; BadRequest has every field, and metadata the same: field, what is wrong. */
  INVALID_PAYMENT: NoMetadata;
  /** The amount is not in the tenant's currency. */
  CURRENCY_MISMATCH: { readonly currency_code: string };
  /** A discount is larger than what it is taken from. */
  INVALID_DISCOUNT: NoMetadata;
  /** A sum is larger than 10^15 minor units. */
  AMOUNT_TOO_LARGE: NoMetadata;
  /** The due date lies before the date of issue, on the clinic's calendar. */
  DUE_DATE_IN_PAST: NoMetadata;
  /** Only a draft can be changed or issued. */
  INVOICE_NOT_DRAFT: { readonly state: string };
  /** Only a draft, or an issued invoice on which nothing is paid, can be voided. */
  INVOICE_NOT_VOIDABLE: { readonly state: string };
  /** A draft or void invoice takes no payment. */
  INVOICE_NOT_PAYABLE: { readonly state: string };
  /** A payment whose outcome is not known yet stands in the way. */
  PAYMENT_PENDING: { readonly due_minor: string; readonly pending_minor: string };
  /** A payment with this method and reference is recorded already. */
  REFERENCE_ALREADY_USED: NoMetadata;
  /** The amount is more than what is due. */
  OVERPAYMENT: { readonly due_minor: string; readonly pending_minor: string };
  /** The outcome of this payment is known already. */
  PAYMENT_NOT_PENDING: { readonly state: string };
  /** Only a settled payment can be given back. */
  PAYMENT_NOT_REFUNDABLE: { readonly state: string };
  /** The amount is more than what is left to give back. */
  REFUND_TOO_LARGE: { readonly refundable_minor: string };
  /** The client has less store credit than that. */
  CREDIT_TOO_SMALL: { readonly credit_minor: string };
  /** A tenant has at most 100 ways to pay. */
  TOO_MANY_METHODS: NoMetadata;
  /** There is no such product. */
  PRODUCT_NOT_FOUND: { readonly product_id?: string };
  /** There is no coupon with this code. */
  COUPON_NOT_FOUND: NoMetadata;
  /** There is no such location. */
  LOCATION_NOT_FOUND: { readonly location_id: string };
  /** The product has no lot with this code. */
  LOT_NOT_FOUND: NoMetadata;
  /** There is no such stock movement of this product, or it handed nothing out. */
  MOVEMENT_NOT_FOUND: NoMetadata;
  /** There is no such reservation, or not of this client. */
  RESERVATION_NOT_FOUND: NoMetadata;
  /** A tenant has at most 50 locations. */
  TOO_MANY_LOCATIONS: NoMetadata;
  /** A movement of this tenant with this reference is recorded already. */
  SOURCE_ALREADY_USED: NoMetadata;
  /** The product has a lot of this code with another expiry date. */
  LOT_EXPIRY_MISMATCH: { readonly product_id: string; readonly lot_code: string; readonly expiry_date: string };
  /** The quantity is not the one that the caller saw. */
  STALE_QUANTITY: { readonly on_hand: string };
  /** Reservations hold more than would be left. */
  STOCK_RESERVED: { readonly on_hand: string; readonly reserved: string };
  /** More would be returned than this movement handed out and has not got back. */
  RETURN_TOO_LARGE: { readonly returnable: string };
  /** The reservation has been released or committed. */
  RESERVATION_NOT_OPEN: { readonly state: string };
  /** The reservation has expired; it can still be committed while stock is there. */
  RESERVATION_EXPIRED: { readonly expire_time: string };
  /** The reservation holds less of a product than is to be committed. */
  RESERVATION_TOO_SMALL: { readonly product_id: string; readonly asked: string; readonly remaining: string };
  /** The cart has no lines. */
  CART_EMPTY: NoMetadata;
  /** A cart has at most 50 lines. */
  CART_FULL: NoMetadata;
  /** The product is no longer sold. */
  PRODUCT_INACTIVE: { readonly product_id: string };
  /** The product needs a prescription, and its line has none. */
  PRESCRIPTION_REQUIRED: { readonly product_id: string };
  /** The quantity, over all lines of a product or after a merge, is outside what a cart may hold. */
  QUANTITY_NOT_ALLOWED: { readonly product_id: string; readonly service_id: string; readonly asked: string; readonly min: string; readonly max: string };
  /** There is not enough in stock, over all lines of a product. */
  OUT_OF_STOCK: { readonly product_id?: string; readonly location_id?: string; readonly asked?: string; readonly available?: string };
  /** The coupon is inactive, or not good on this day of the clinic's calendar. */
  COUPON_NOT_VALID: { readonly first_date?: string; readonly last_date?: string };
  /** The prices of the cart come to less than the coupon wants. */
  COUPON_MINIMUM_NOT_REACHED: { readonly min_subtotal_minor: string; readonly subtotal_minor: string };
  /** The coupon is for nothing in this cart. */
  COUPON_NOT_APPLICABLE: NoMetadata;
  /** The coupon has been used as often as it may be. */
  COUPON_USED_UP: NoMetadata;
  /** This client has used the coupon as often as one client may. */
  COUPON_USED_BY_CLIENT: NoMetadata;
  /** The price or total is higher than the one that the caller saw. */
  PRICE_CHANGED: { readonly seen_minor: string; readonly price_minor: string; readonly total_minor: string };
}

/** For each reason, what to do about it: for developers and logs, not for pet owners. */
export const ADVICE: Readonly<Record<keyof ServerReasons, string>> = {
  INVALID_REQUEST: "Mend the fields named. Do not retry.",
  MESSAGE_TOO_LARGE: "Send less at once. Do not retry as is.",
  SERVER_OVERLOADED: "Retry the same request after the delay of RetryInfo, with growing pauses.",
  TOO_MANY_BAD_CREDENTIALS: "Mend the credential, then retry after the delay of RetryInfo.",
  TOO_MANY_CALLS: "Retry the same request after the delay of RetryInfo.",
  TOO_MANY_CALLS_AT_ONCE: "Send fewer at once; retry after the delay of RetryInfo.",
  UNAUTHENTICATED: "Sign in again. Do not retry as is.",
  KEYS_UNAVAILABLE: "Retry the same request after the delay of RetryInfo, with growing pauses.",
  TENANT_NOT_ALLOWED: "Name a tenant that the user belongs to.",
  TENANT_NOT_CHOSEN: "Name one in the metadata x-tenant-id.",
  ROLE_NOT_ALLOWED: "Do not offer the action to this role.",
  CONTENDED: "Retry the same request after the delay of RetryInfo.",
  DEADLINE_EXCEEDED: "Retry the same request with the same request_id.",
  CALL_CANCELLED: "To know, send the same request with the same request_id.",
  DATABASE_UNAVAILABLE: "Retry the same request with the same request_id after the delay of RetryInfo, with growing pauses.",
  INTERNAL: "Report the error_id.",
  REQUEST_ID_REUSED: "Make a new request_id for a new intent. Never change a request between retries.",
  STALE_VERSION: "Read it again, decide anew, send the new version.",
  TENANT_NOT_FOUND: "Create the tenant first.",
  TENANT_ALREADY_EXISTS: "Choose another id, or use that tenant.",
  UNKNOWN_TIME_ZONE: "Send a name such as America/Asuncion.",
  UNKNOWN_CURRENCY: "Send a code such as PYG.",
  CURRENCY_IS_FIXED: "Send the currency that the tenant has.",
  CLIENT_NOT_FOUND: "Store the client first, with UpsertClient.",
  PET_NOT_FOUND: "Store the pet first, with UpsertPet.",
  STAFF_NOT_FOUND: "Store the staff member first, with UpsertStaff.",
  RESOURCE_NOT_FOUND: "Store it first, with UpsertResource.",
  RESOURCE_KIND_IS_FIXED: "Store it under a new id.",
  TIME_OFF_NOT_FOUND: "Nothing: it is not there any more.",
  SERVICE_NOT_FOUND: "Store the service first, with UpsertService.",
  APPOINTMENT_NOT_FOUND: "List the appointments again.",
  OVERRIDE_NOT_ALLOWED: "Send the request without overlap_override.",
  APPOINTMENT_NOT_MOVABLE: "Book a new one.",
  INVALID_TRANSITION: "Read the appointment and offer what its status allows.",
  CHANGE_WINDOW_CLOSED: "Tell the user to call the clinic.",
  PET_NOT_BOOKABLE: "Do not offer booking for it.",
  SERVICE_INACTIVE: "Offer another service.",
  SERVICES_NOT_COMBINABLE: "Book them as several visits.",
  SPECIES_NOT_ALLOWED: "Offer another service.",
  STAFF_NOT_QUALIFIED: "Choose another, or leave staff_id out.",
  ROOM_NOT_SUITABLE: "Choose another, or leave room_id out.",
  DEVICE_OUT_OF_USE: "Offer another service, or have the device put back into use.",
  TOO_MANY_SLOTS: "Ask for fewer dates, fewer staff or a longer step.",
  LOCAL_TIME_DOES_NOT_EXIST: "Choose another time.",
  TIME_IN_PAST: "List the free slots again.",
  NOTICE_TOO_SHORT: "Choose a later slot.",
  BEYOND_HORIZON: "Choose an earlier slot, or try again nearer the date.",
  CLINIC_CLOSED: "List the free slots and choose one.",
  SERVICE_NOT_OFFERED: "List the free slots and choose one.",
  STAFF_NOT_WORKING: "List the free slots and choose one.",
  STAFF_ON_LEAVE: "List the free slots and choose one.",
  DAILY_LIMIT_REACHED: "Choose another day.",
  STAFF_BUSY: "List the free slots again: somebody was faster.",
  PET_BUSY: "Choose another time.",
  ROOM_BUSY: "List the free slots and choose one.",
  DEVICE_BUSY: "List the free slots and choose one.",
  INVOICE_NOT_FOUND: "Check the id. Do not retry.",
  PAYMENT_NOT_FOUND: "Check the id. Do not retry.",
  INVALID_PAYMENT: "Mend the fields named. Do not retry.",
  CURRENCY_MISMATCH: "Send the tenant's currency. Do not retry.",
  INVALID_DISCOUNT: "Lower the discount. Do not retry.",
  AMOUNT_TOO_LARGE: "Split it. Do not retry.",
  DUE_DATE_IN_PAST: "Choose a later date.",
  INVOICE_NOT_DRAFT: "Read the invoice again.",
  INVOICE_NOT_VOIDABLE: "Refund first, then void.",
  INVOICE_NOT_PAYABLE: "Issue it first.",
  PAYMENT_PENDING: "Settle that payment first.",
  REFERENCE_ALREADY_USED: "It is the same event: do nothing. Else send its own reference.",
  OVERPAYMENT: "Pay at most due_minor.",
  PAYMENT_NOT_PENDING: "Read the payment again.",
  PAYMENT_NOT_REFUNDABLE: "Settle it first.",
  REFUND_TOO_LARGE: "Refund at most refundable_minor.",
  CREDIT_TOO_SMALL: "Apply at most credit_minor.",
  TOO_MANY_METHODS: "Change one that is there.",
  PRODUCT_NOT_FOUND: "Store the product first, with UpsertProduct.",
  COUPON_NOT_FOUND: "Ask for the code again.",
  LOCATION_NOT_FOUND: "Store it first, with UpsertLocation; main is always there.",
  LOT_NOT_FOUND: "List the lots, or receive it first.",
  MOVEMENT_NOT_FOUND: "List the movements and choose the one that is returned.",
  RESERVATION_NOT_FOUND: "Reserve anew.",
  TOO_MANY_LOCATIONS: "Change one that is there.",
  SOURCE_ALREADY_USED: "It is the same event: do nothing. Else send its own reference.",
  LOT_EXPIRY_MISMATCH: "Check the label; a lot has one expiry date.",
  STALE_QUANTITY: "Read the level again, count again, or adjust by a difference.",
  STOCK_RESERVED: "Release or commit reservations first.",
  RETURN_TOO_LARGE: "Return at most returnable.",
  RESERVATION_NOT_OPEN: "Nothing, when that is what was wanted. Else reserve anew.",
  RESERVATION_EXPIRED: "Reserve anew.",
  RESERVATION_TOO_SMALL: "Commit at most remaining.",
  CART_EMPTY: "Read the cart again: another device may have checked it out.",
  CART_FULL: "Check out, or remove a line.",
  PRODUCT_INACTIVE: "Remove the line.",
  PRESCRIPTION_REQUIRED: "Set the line with its prescription_reference.",
  QUANTITY_NOT_ALLOWED: "Change the quantity.",
  OUT_OF_STOCK: "Ask for at most available.",
  COUPON_NOT_VALID: "Remove the coupon.",
  COUPON_MINIMUM_NOT_REACHED: "Add to the cart, or remove the coupon.",
  COUPON_NOT_APPLICABLE: "Remove the coupon.",
  COUPON_USED_UP: "Remove the coupon and show the new total.",
  COUPON_USED_BY_CLIENT: "Remove the coupon and show the new total.",
  PRICE_CHANGED: "Show the new one and ask again.",
};
