package dev.corral.identity;

import static dev.corral.identity.JwtForge.base64;
import static dev.corral.identity.JwtForge.compact;
import static dev.corral.identity.JwtForge.quoted;
import static dev.corral.identity.JwtForge.raw;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens whose form or header is wrong; claims and, where there is one, signature are right. */
final class BadForms {

  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}";

  private BadForms() {}

  static Map<String, String> all() {
    Map<String, String> bad = new LinkedHashMap<>();
    compactForms(bad);
    encodings(bad);
    none(bad);
    headers(bad);
    keyIds(bad);
    headerTexts(bad);
    return bad;
  }

  private static void compactForms(Map<String, String> bad) {
    String good = new JwtForge().rs256();
    String[] parts = good.split("\\.");
    bad.put("empty", "");
    bad.put("one dot", ".");
    bad.put("two dots", "..");
    bad.put("words", "not a token");
    bad.put("only a header", parts[0]);
    bad.put("no signature segment", parts[0] + "." + parts[1]);
    bad.put("empty signature", parts[0] + "." + parts[1] + ".");
    bad.put("empty payload, detached", parts[0] + ".." + parts[2]);
    bad.put("empty header", "." + parts[1] + "." + parts[2]);
    bad.put("a fourth segment", good + ".x");
    bad.put("a fourth segment, empty", good + ".");
    bad.put("a leading dot", "." + good);
    bad.put("five segments, encrypted", parts[0] + ".a.b.c.d");
    bad.put("an encrypted token", jwe());
    bad.put("two tokens", good + "," + good);
    bad.put("a scheme before it", "Bearer " + good);
    bad.put("JSON serialization", "{\"payload\":\"" + parts[1] + "\"}");
    bad.put("longer than 4 KiB", new JwtForge().claim("pad", quoted("x".repeat(4096))).rs256());
    bad.put("a megabyte", "a".repeat(1 << 20));
  }

  private static String jwe() {
    return base64("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"rsa-1\"}") + ".a.b.c.d";
  }

  private static void encodings(Map<String, String> bad) {
    String good = new JwtForge().rs256();
    int dot = good.indexOf('.');
    bad.put("padding at the end", good + "==");
    bad.put("a line break at the end", good + "\n");
    bad.put("a blank inside", good.substring(0, dot + 9) + " " + good.substring(dot + 9));
    bad.put("a null at the end", good + "\0");
    bad.put("an invisible character", good.substring(0, dot) + "\u200b" + good.substring(dot));
    bad.put("a full-width dot", good.replaceFirst("\\.", "\uff0e"));
    bad.put("a full-width letter", good.replaceFirst("e", "\uff45"));
    bad.put("a percent escape", good.replaceFirst("\\.", "%2E"));
    bad.put("the alphabet of base64", good.substring(0, dot + 1) + "+/" + good.substring(dot + 3));
    bad.put("spare bits in the signature", withSpareBits(good));
    bad.put("a length that base64 has not", good.substring(0, good.length() - 1));
  }

  /** Another text for the same bytes: 256 bytes leave four bits of the last character unused. */
  private static String withSpareBits(String token) {
    char last = token.charAt(token.length() - 1);
    return token.substring(0, token.length() - 1) + (char) (last + 1);
  }

  private static void none(Map<String, String> bad) {
    Stream.of("none", "None", "NONE", "nOnE", "none ", "", "null", "n\\u006fne")
        .forEach(
            none -> {
              String header = "{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}";
              String payload = new JwtForge().payload();
              bad.put("alg '" + none + "' unsigned", base64(header) + "." + base64(payload) + ".");
              bad.put("alg '" + none + "' with a signature", raw(header, payload));
            });
  }

  private static void headers(Map<String, String> bad) {
    bad.put("crit with an unknown name", header("crit", "[\"x\"]"));
    bad.put("crit empty", header("crit", "[]"));
    bad.put("crit with exp", header("crit", "[\"exp\"]"));
    bad.put("b64 false", header("b64", "false"));
    bad.put("b64 false and critical", header("b64", "false,\"crit\":[\"b64\"]"));
    bad.put("jku", header("jku", quoted("https://evil.example/jwks")));
    bad.put("x5u", header("x5u", quoted("https://evil.example/cert")));
    bad.put("x5c", header("x5c", "[\"MIIB\"]"));
    bad.put("jwk", header("jwk", TestKeys.set(TestKeys.good())));
    bad.put("zip", header("zip", quoted("DEF")));
    bad.put("enc", header("enc", quoted("A256GCM")));
    bad.put("typ of another kind", header("typ", quoted("secevent+jwt")));
    bad.put("typ JWE", header("typ", quoted("JWE")));
    bad.put("typ empty", header("typ", quoted("")));
    bad.put("typ a number", header("typ", "1"));
    bad.put("typ null", header("typ", "null"));
  }

  private static String header(String name, String json) {
    return new JwtForge().header(name, json).rs256();
  }

  private static void keyIds(Map<String, String> bad) {
    Stream.of(
            "rsa-2",
            "RSA-1",
            "rsa-1 ",
            "",
            "../../../../dev/null",
            "/dev/null",
            "rsa-1' OR '1'='1",
            "' UNION SELECT 'x' --",
            "rsa-1\\u0000",
            "\\u0072sa-2",
            "rs\u0430-1",
            "k".repeat(300))
        .forEach(kid -> bad.put("kid " + kid, new JwtForge().rs256(TestKeys.RSA, kid)));
    bad.put("kid a number", header("kid", "1"));
    bad.put("kid null", header("kid", "null"));
    bad.put("kid a list", header("kid", "[\"rsa-1\"]"));
    bad.put("kid of a key of another algorithm", header("kid", quoted("ec-1")));
  }

  private static void headerTexts(Map<String, String> bad) {
    String payload = new JwtForge().payload();
    bad.put("alg twice", raw("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", payload));
    bad.put(
        "alg twice, once escaped", raw("{\"\\u0061lg\":\"RS256\"," + HEADER.substring(1), payload));
    bad.put("kid twice", raw("{\"kid\":\"rsa-1\"," + HEADER.substring(1), payload));
    bad.put("no alg", raw("{\"kid\":\"rsa-1\"}", payload));
    bad.put("alg a list", raw("{\"alg\":[\"RS256\"],\"kid\":\"rsa-1\"}", payload));
    bad.put("alg null", raw("{\"alg\":null,\"kid\":\"rsa-1\"}", payload));
    bad.put("alg lower case", raw(HEADER.replace("RS256", "rs256"), payload));
    bad.put("alg with a blank", raw(HEADER.replace("RS256", "RS256 "), payload));
    bad.put("header a list", raw("[" + HEADER + "]", payload));
    bad.put("header a text", raw("\"RS256\"", payload));
    bad.put("header not JSON", raw("alg=RS256", payload));
    bad.put("header with a rest", raw(HEADER + "{}", payload));
    bad.put("header with a comment", raw("/**/" + HEADER, payload));
    bad.put("header with a trailing comma", raw(HEADER.replace("}", ",}"), payload));
    bad.put("header in single quotes", raw(HEADER.replace('"', '\''), payload));
    bad.put("header with a byte order mark", raw("\uFEFF" + HEADER, payload));
    bad.put("header nested deeply", raw(HEADER.replace("}", ",\"x\":" + "[".repeat(500)), payload));
    bad.put("payload not JSON", raw(HEADER, "sub=me"));
    bad.put("payload a list", raw(HEADER, "[" + payload + "]"));
    bad.put("payload null", raw(HEADER, "null"));
    bad.put("payload cut short", raw(HEADER, payload.substring(0, payload.length() - 1)));
    bad.put("payload with a rest", raw(HEADER, payload + payload));
    bad.put("payload nested deeply", raw(HEADER, payload.replace("}", ",\"x\":" + deep() + "}")));
    bad.put("payload not UTF-8", notUtf8());
  }

  private static String deep() {
    return "[".repeat(200) + "]".repeat(200);
  }

  private static String notUtf8() {
    byte[] payload =
        new JwtForge().claim("x", quoted("?")).payload().getBytes(StandardCharsets.UTF_8);
    payload[new String(payload, StandardCharsets.UTF_8).lastIndexOf('?')] = (byte) 0xFF;
    String signed = base64(HEADER) + "." + base64(payload);
    byte[] signature =
        TestKeys.sign(
            "SHA256withRSA", TestKeys.RSA.getPrivate(), signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + base64(signature);
  }

  /** The token that the bad ones here start from is good. */
  static String good() {
    return compact(
        HEADER,
        new JwtForge().payload(),
        b -> TestKeys.sign("SHA256withRSA", TestKeys.RSA.getPrivate(), b));
  }
}
