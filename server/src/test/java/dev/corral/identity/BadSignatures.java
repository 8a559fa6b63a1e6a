package dev.corral.identity;

import com.nimbusds.jose.jwk.Curve;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tokens that say what is right and are signed wrongly, or with a key that must not be used. */
final class BadSignatures {

  private static final KeyPair WEAK = TestKeys.rsa(1024);
  private static final KeyPair PRIVATE = TestKeys.rsa(2048);
  private static final KeyPair OTHER_CURVE = TestKeys.ec("secp384r1");
  private static final byte[] OCT =
      "a symmetric key in a public key set".getBytes(StandardCharsets.UTF_8);

  private BadSignatures() {}

  /** What stands in the key set beside the good keys and is not to be used. */
  static List<Map<String, Object>> unusableKeys() {
    return List.of(
        TestKeys.rsaJwk(WEAK, "weak"),
        with(TestKeys.rsaJwk(PRIVATE, "private"), "d", "AQAB"),
        TestKeys.ecJwk(OTHER_CURVE, Curve.P_384, "p-384"),
        Map.of("kty", "oct", "kid", "oct", "alg", "HS256", "k", JwtForge.base64(OCT)),
        with(rsa("enc"), "use", "enc"),
        with(rsa("sign-only"), "key_ops", List.of("sign")),
        with(rsa("rs512"), "alg", "RS512"),
        with(rsa("hs256"), "alg", "HS256"),
        rsa("twice"),
        TestKeys.rsaJwk(PRIVATE, "twice"),
        Map.of("kty", "RSA", "kid", "empty"),
        Map.of("kid", "nothing"));
  }

  private static Map<String, Object> rsa(String id) {
    return TestKeys.rsaJwk(TestKeys.RSA, id);
  }

  private static Map<String, Object> with(Map<String, Object> key, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(key);
    changed.put(name, value);
    return changed;
  }

  static Map<String, String> all() {
    Map<String, String> bad = new LinkedHashMap<>();
    keys(bad);
    confusions(bad);
    bytes(bad);
    ellipticCurves(bad);
    return bad;
  }

  private static void keys(Map<String, String> bad) {
    bad.put("a key of nobody's", new JwtForge().rs256(PRIVATE, "rsa-1"));
    bad.put("a weak key", new JwtForge().rs256(WEAK, "weak"));
    bad.put("a key whose private half is public", new JwtForge().rs256(PRIVATE, "private"));
    Stream.of("enc", "sign-only", "rs512", "hs256", "twice", "empty", "nothing", "oct", "p-384")
        .forEach(id -> bad.put("key " + id, new JwtForge().rs256(TestKeys.RSA, id)));
    bad.put("no key id, and several keys fit", new JwtForge().rs256(TestKeys.RSA, null));
    bad.put("a symmetric key of the set", hmac("HS256", "oct", OCT));
    bad.put(
        "ES384",
        new JwtForge()
            .sign(
                "ES384",
                "p-384",
                b -> TestKeys.sign("SHA384withECDSAinP1363Format", OTHER_CURVE.getPrivate(), b)));
    bad.put("RS384", signed("RS384", "rsa-1", "SHA384withRSA"));
    bad.put("RS512", signed("RS512", "rsa-1", "SHA512withRSA"));
    bad.put("RS256 that is RS512", signed("RS256", "rsa-1", "SHA512withRSA"));
    bad.put("RS256 that is RS1", signed("RS256", "rsa-1", "SHA1withRSA"));
    bad.put("alg PS256", signed("PS256", "rsa-1", "SHA256withRSA"));
    bad.put("alg ES256 with a key of RSA", signed("ES256", "rsa-1", "SHA256withRSA"));
    bad.put("alg EdDSA with a key of RSA", signed("EdDSA", "rsa-1", "SHA256withRSA"));
    bad.put("alg Ed25519", new JwtForge().sign("Ed25519", "ed-1", ed()));
    bad.put("alg ES256K", new JwtForge().sign("ES256K", "ec-1", ec()));
  }

  private static String signed(String header, String kid, String algorithm) {
    return new JwtForge()
        .sign(header, kid, b -> TestKeys.sign(algorithm, TestKeys.RSA.getPrivate(), b));
  }

  private static UnaryOperator<byte[]> ed() {
    return b -> TestKeys.sign("Ed25519", TestKeys.ED.getPrivate(), b);
  }

  private static UnaryOperator<byte[]> ec() {
    return b -> TestKeys.sign("SHA256withECDSAinP1363Format", TestKeys.EC.getPrivate(), b);
  }

  /** The public key, which anybody has, as the secret of HMAC. */
  private static void confusions(Map<String, String> bad) {
    byte[] der = TestKeys.RSA.getPublic().getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----";
    String jwk = TestKeys.set(List.of(rsa("rsa-1")));
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("DER", der);
    secrets.put("PEM", pem.getBytes(StandardCharsets.UTF_8));
    secrets.put("PEM and a line break", (pem + "\n").getBytes(StandardCharsets.UTF_8));
    secrets.put("JWK", jwk.getBytes(StandardCharsets.UTF_8));
    secrets.put("modulus", rsa("x").get("n").toString().getBytes(StandardCharsets.UTF_8));
    secrets.put("zeros", new byte[32]);
    secrets.forEach(
        (name, secret) -> {
          bad.put("HS256, secret " + name, hmac("HS256", "rsa-1", secret));
          bad.put("RS256 that is HS256, secret " + name, hmac("RS256", "rsa-1", secret));
        });
    bad.put("EdDSA that is HS256", hmac("EdDSA", "ed-1", TestKeys.ED.getPublic().getEncoded()));
    bad.put("HS256 without a key id", hmac("HS256", null, der));
  }

  private static String hmac(String algorithm, String kid, byte[] secret) {
    return new JwtForge().sign(algorithm, kid, b -> TestKeys.mac("HmacSHA256", secret, b));
  }

  private static void bytes(Map<String, String> bad) {
    String good = new JwtForge().rs256();
    String other = new JwtForge().claim("role", "\"PLATFORM\"").rs256();
    String[] parts = good.split("\\.");
    String[] others = other.split("\\.");
    bad.put("the payload of another token", parts[0] + "." + others[1] + "." + parts[2]);
    bad.put("the signature of another token", parts[0] + "." + parts[1] + "." + others[2]);
    bad.put(
        "another header",
        JwtForge.base64("{\"alg\":\"RS256\"}") + good.substring(parts[0].length()));
    bad.put("a signature cut short", good.substring(0, good.length() - 4));
    bad.put("a signature of one byte", parts[0] + "." + parts[1] + ".AA");
    bad.put("a signature of zeros", rsaBytes(new byte[256]));
    bad.put("a signature of one", rsaBytes(one()));
    bad.put("a signature that is too long", rsaBytes(new byte[512]));
    bad.put("a signature as large as the modulus", rsaBytes(ones()));
    bad.put("Ed25519 of zeros", new JwtForge().sign("EdDSA", "ed-1", b -> new byte[64]));
    bad.put("Ed25519 cut short", new JwtForge().sign("EdDSA", "ed-1", b -> cut(ed().apply(b))));
    bad.put(
        "Ed25519 of another text", new JwtForge().sign("EdDSA", "ed-1", b -> ed().apply(cut(b))));
  }

  private static String rsaBytes(byte[] signature) {
    return new JwtForge().sign("RS256", "rsa-1", b -> signature);
  }

  private static byte[] one() {
    byte[] one = new byte[256];
    one[255] = 1;
    return one;
  }

  private static byte[] ones() {
    byte[] ones = new byte[256];
    Arrays.fill(ones, (byte) 0xFF);
    return ones;
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 1);
  }

  private static void ellipticCurves(Map<String, String> bad) {
    bad.put("ES256 of zeros", new JwtForge().sign("ES256", "ec-1", b -> new byte[64]));
    bad.put("ES256 with r zero", new JwtForge().sign("ES256", "ec-1", b -> half(ec().apply(b), 0)));
    bad.put(
        "ES256 with s zero", new JwtForge().sign("ES256", "ec-1", b -> half(ec().apply(b), 32)));
    bad.put("ES256 of the group order", new JwtForge().sign("ES256", "ec-1", b -> order()));
    bad.put("ES256 in DER", new JwtForge().es256("SHA256withECDSA"));
    bad.put(
        "ES256 with r and s swapped",
        new JwtForge().sign("ES256", "ec-1", b -> swap(ec().apply(b))));
    bad.put("ES256 cut short", new JwtForge().sign("ES256", "ec-1", b -> cut(ec().apply(b))));
    bad.put(
        "ES256 longer",
        new JwtForge().sign("ES256", "ec-1", b -> Arrays.copyOf(ec().apply(b), 66)));
    bad.put("ES256 over SHA-512", new JwtForge().es256("SHA512withECDSAinP1363Format"));
  }

  private static byte[] half(byte[] signature, int from) {
    Arrays.fill(signature, from, from + 32, (byte) 0);
    return signature;
  }

  private static byte[] swap(byte[] signature) {
    byte[] swapped = new byte[64];
    System.arraycopy(signature, 0, swapped, 32, 32);
    System.arraycopy(signature, 32, swapped, 0, 32);
    return swapped;
  }

  /** r and s are the order of the curve, which is zero again modulo the order. */
  private static byte[] order() {
    byte[] n =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    byte[] signature = Arrays.copyOf(n, 64);
    System.arraycopy(n, 0, signature, 32, 32);
    return signature;
  }
}
