package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.stock.v1.Reservation;

/**
 * One call.
 *
 * @param clientId the client who calls; empty: an administrator
 * @param request what to send; a {@link Reservation}: no call, its time is over
 */
record ShopCall(String clientId, Message request) {

  Clinic at(Clinic clinic) {
    return clientId.isEmpty() ? clinic : clinic.asClient(clientId);
  }

  boolean isExpiry() {
    return request instanceof Reservation;
  }
}
