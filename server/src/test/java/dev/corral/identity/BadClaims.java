package dev.corral.identity;

import static dev.corral.identity.JwtForge.quoted;
import static dev.corral.identity.JwtForge.seconds;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens that are signed rightly, each with one claim that is wrong. */
final class BadClaims {

  private static final long BEYOND_SKEW = JwtForge.SKEW.toSeconds() + 1;

  private BadClaims() {}

  static Map<String, String> all() {
    Map<String, String> bad = new LinkedHashMap<>();
    Stream.of("iss", "aud", "sub", "exp", "tenant_id", "role")
        .forEach(
            claim -> {
              bad.put("no " + claim, new JwtForge().without(claim).rs256());
              Stream.of("null", "{}", "true", "[]", "\"\"", "[null]", "[[]]", "[1]", "{\"a\":1}")
                  .forEach(json -> claim(bad, claim, json));
            });
    times(bad);
    issuerAndAudience(bad);
    actors(bad);
    tenants(bad);
    roles(bad);
    twice(bad);
    return bad;
  }

  private static void claim(Map<String, String> bad, String name, String json) {
    String shown = json.length() > 40 ? json.substring(0, 40) + "…" : json;
    bad.put(name + " " + shown, new JwtForge().claim(name, json).rs256());
  }

  private static void times(Map<String, String> bad) {
    claim(bad, "exp", seconds(-BEYOND_SKEW));
    claim(bad, "exp", seconds(-86_400));
    claim(bad, "exp", quoted(seconds(3600)));
    claim(bad, "exp", "0");
    claim(bad, "exp", "-1");
    claim(bad, "exp", seconds(3600) + "000");
    claim(bad, "exp", "9223372036854775807");
    claim(bad, "exp", "9223372036854775808");
    claim(bad, "exp", "1e400");
    claim(bad, "exp", "1e999999999");
    claim(bad, "exp", "1e-999999999");
    claim(bad, "exp", "1e99999999999");
    claim(bad, "exp", "9".repeat(1000));
    claim(bad, "exp", "NaN");
    claim(bad, "exp", "Infinity");
    claim(bad, "exp", "0x7fffffff");
    claim(bad, "exp", "0" + seconds(3600));
    claim(bad, "exp", "+" + seconds(3600));
    claim(bad, "exp", quoted("2027-03-01T13:00:00Z"));
    Stream.of("nbf", "iat")
        .forEach(
            time -> {
              claim(bad, time, seconds(BEYOND_SKEW));
              claim(bad, time, seconds(86_400));
              claim(bad, time, quoted(seconds(0)));
              claim(bad, time, "null");
              claim(bad, time, "-1");
              claim(bad, time, "[0]");
              claim(bad, time, "1e300");
            });
  }

  private static void issuerAndAudience(Map<String, String> bad) {
    String issuer = JwtForge.ISSUER;
    claim(bad, "iss", quoted(issuer + "/"));
    claim(bad, "iss", quoted(issuer.toUpperCase(Locale.ROOT)));
    claim(bad, "iss", quoted(issuer.replace("https", "http")));
    claim(bad, "iss", quoted(issuer + "\\u0000"));
    claim(bad, "iss", quoted(" " + issuer));
    claim(bad, "iss", quoted(issuer.replace("example", "ex\u0430mple")));
    claim(bad, "iss", "[" + quoted(issuer) + "]");
    claim(bad, "aud", quoted("Corral"));
    claim(bad, "aud", quoted("corral,other"));
    claim(bad, "aud", quoted("corral "));
    claim(bad, "aud", "[\"other\",\"another\"]");
    claim(bad, "aud", "[\"corral\",1]");
    claim(bad, "aud", "{\"corral\":\"corral\"}");
    claim(bad, "aud", "[[\"corral\"]]");
  }

  private static void actors(Map<String, String> bad) {
    String id = JwtForge.ACTOR;
    Stream.of(
            "me@example.org",
            "1-1-1-1-1",
            id.replace("-", ""),
            "{" + id + "}",
            "urn:uuid:" + id,
            id + " ",
            id + "\\n",
            "00000000-0000-0000-0000-000000000000",
            id.replace('5', '\uff15'))
        .forEach(actor -> claim(bad, "sub", quoted(actor)));
    claim(bad, "sub", "[" + quoted(id) + "]");
    claim(bad, "sub", "42");
  }

  private static void tenants(Map<String, String> bad) {
    Stream.of(
            "San-Roque",
            "a",
            "1-first",
            "-first",
            "san roque",
            "san.roque",
            "san-roque\\n",
            "*",
            "%",
            "../other",
            "san-roque','other",
            "s\u00e4n",
            "t".repeat(51))
        .forEach(tenant -> claim(bad, "tenant_id", quoted(tenant)));
    claim(bad, "tenant_id", "7");
    claim(bad, "tenant_id", "[\"san-roque\",\"Other\"]");
    claim(bad, "tenant_id", "[\"san-roque\",null]");
    claim(bad, "tenant_id", "[\"san-roque\"" + ",\"other\"".repeat(100) + "]");
    claim(bad, "tenant_id", "{\"id\":\"san-roque\"}");
  }

  private static void roles(Map<String, String> bad) {
    Stream.of("vet", "VET ", "ROLE_VET", "ADMIN", "UNSPECIFIED", "VET,PLATFORM", "\\u0056ET\\u0000")
        .forEach(role -> claim(bad, "role", quoted(role)));
    claim(bad, "role", "[\"VET\"]");
    claim(bad, "role", "2");
    claim(bad, "role", "{\"name\":\"VET\"}");
  }

  private static void twice(Map<String, String> bad) {
    Stream.of("iss", "aud", "sub", "exp", "tenant_id", "role", "other")
        .forEach(
            claim ->
                bad.put(
                    claim + " twice",
                    new JwtForge()
                        .claim("x", "1,\"" + claim + "\":1,\"" + claim + "\":1")
                        .rs256()));
    bad.put(
        "a name twice further in", new JwtForge().claim("x", "{\"a\":{\"b\":1,\"b\":1}}").rs256());
    bad.put("role escaped, twice", new JwtForge().claim("r\\u006fle", quoted("PLATFORM")).rs256());
  }
}
