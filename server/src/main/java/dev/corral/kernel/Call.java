package dev.corral.kernel;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One request together with who sends it: the argument of every database function.
 *
 * @param <Q> the request message
 */
public record Call<Q extends Message>(Caller caller, Q request) {

  /**
   * What a stored answer is bound to: SHA-256 over the tenant, the actor and the request. A retry
   * has the same hash; the same request id with another payload, or from another actor, has not.
   */
  public byte[] requestHash() {
    MessageDigest digest = sha256();
    String who = caller.tenantId() + ' ' + caller.actorId() + ' ';
    digest.update(who.getBytes(StandardCharsets.US_ASCII));
    return digest.digest(request.toByteArray());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
