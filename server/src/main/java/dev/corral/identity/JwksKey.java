package dev.corral.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that verifies signatures of one algorithm. Two are the same when their id, algorithm and
 * key are. Thread-safe.
 */
final class JwksKey {

  private static final Logger log = LoggerFactory.getLogger(JwksKey.class);
  private static final int RSA_BITS_MIN = 2048;
  private static final int RSA_BITS_MAX = 8192;

  /**
   * What makes a key this one.
   *
   * @param thumbprint of the public key (RFC 7638); empty for a secret
   */
  record Identity(Optional<String> id, String algorithm, String thumbprint) {}

  private final Identity identity;
  private final JWSVerifier verifier;
  private final JWSHeader header;

  private JwksKey(Identity identity, JWSVerifier verifier) {
    this.identity = identity;
    this.verifier = verifier;
    this.header = new JWSHeader(JWSAlgorithm.parse(identity.algorithm()));
  }

  /** The key of HS256, good for any key id. */
  static JwksKey secret(byte[] secret) {
    try {
      String algorithm = JWSAlgorithm.HS256.getName();
      return new JwksKey(new Identity(Optional.empty(), algorithm, ""), new MACVerifier(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the secret of tokens is too short", e);
    }
  }

  /**
   * A key of a key set; empty when it is not for signatures of RS256, ES256 or EdDSA with Ed25519,
   * too weak, or not public. Such keys may stand in a set for other purposes.
   */
  static Optional<JwksKey> of(Map<String, Object> member) {
    try {
      JWK key = JWK.parse(member);
      Optional<JWSAlgorithm> algorithm = algorithm(key);
      if (algorithm.isEmpty() || !isForSignatures(key, algorithm.get())) {
        return Optional.empty();
      }
      String name = algorithm.get().getName();
      String thumbprint = key.computeThumbprint().toString();
      Identity identity = new Identity(Optional.ofNullable(key.getKeyID()), name, thumbprint);
      return Optional.of(new JwksKey(identity, verifier(key)));
    } catch (ParseException | JOSEException | RuntimeException e) {
      // whatever the parser makes of a strange member, the other keys of the set still count
      log.atDebug().addKeyValue("why", e.toString()).log("a key of the key set is not usable");
      return Optional.empty();
    }
  }

  Identity identity() {
    return identity;
  }

  /** Whether this key made the signature. Only the algorithm of the key counts. */
  boolean signed(byte[] bytes, String signature) {
    try {
      return verifier.verify(header, bytes, new Base64URL(signature));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static Optional<JWSAlgorithm> algorithm(JWK key) {
    if (key instanceof RSAKey && key.size() >= RSA_BITS_MIN && key.size() <= RSA_BITS_MAX) {
      return Optional.of(JWSAlgorithm.RS256);
    }
    if (key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
      return Optional.of(JWSAlgorithm.ES256);
    }
    if (key instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
      return Optional.of(JWSAlgorithm.EdDSA);
    }
    return Optional.empty();
  }

  private static boolean isForSignatures(JWK key, JWSAlgorithm algorithm) {
    boolean ofAlgorithm = key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm);
    boolean ofUse = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    boolean verifies =
        key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
    return !key.isPrivate() && ofAlgorithm && ofUse && verifies;
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    if (key instanceof ECKey ec) {
      return new ECDSAVerifier(ec);
    }
    return new Ed25519Verifier((OctetKeyPair) key);
  }
}
