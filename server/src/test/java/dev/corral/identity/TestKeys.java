package dev.corral.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Key pairs, their JWKs, and signatures that the Java platform itself makes. */
final class TestKeys {

  static final KeyPair RSA = rsa(2048);
  static final KeyPair EC = ec("secp256r1");
  static final KeyPair ED = pair("Ed25519");

  private TestKeys() {}

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] sign(String algorithm, PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] mac(String algorithm, byte[] secret, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> rsaJwk(KeyPair pair, String id) {
    return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(id).build().toJSONObject();
  }

  static Map<String, Object> ecJwk(KeyPair pair, Curve curve, String id) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return new ECKey.Builder(curve, key).keyID(id).build().toJSONObject();
  }

  static Map<String, Object> edJwk(KeyPair pair, String id) {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
        .keyID(id)
        .build()
        .toJSONObject();
  }

  /** The set that most tests use: rsa-1, ec-1 and ed-1. */
  static List<Map<String, Object>> good() {
    return List.of(rsaJwk(RSA, "rsa-1"), ecJwk(EC, Curve.P_256, "ec-1"), edJwk(ED, "ed-1"));
  }

  static String set(List<Map<String, Object>> keys) {
    return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(Map.of("keys", keys));
  }
}
