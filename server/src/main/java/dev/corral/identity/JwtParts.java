package dev.corral.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed token taken apart: nothing of it is verified yet.
 *
 * @param algorithm one of those that were allowed
 * @param keyId the {@code kid} of its header
 * @param signed the bytes that the signature is over
 * @param signature in base64url
 * @param payload the claims
 */
record JwtParts(
    String algorithm, Optional<String> keyId, byte[] signed, String signature, byte[] payload) {

  static final int LENGTH_MAX = 4096;

  private static final int KEY_ID_LENGTH_MAX = 200;
  private static final Pattern COMPACT =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  /** Headers that bring a key along, or change what is signed or how the rest is read. */
  private static final Set<String> REFUSED_HEADERS =
      Set.of("crit", "b64", "jku", "jwk", "x5u", "x5c", "enc", "zip");

  /** Takes a token in the compact form apart. */
  static JwtParts of(String token, Set<String> algorithms) throws JwtFault {
    if (token.length() > LENGTH_MAX) {
      throw new JwtFault("token too long");
    }
    Matcher compact = COMPACT.matcher(token);
    if (!compact.matches()) {
      throw new JwtFault("not three segments of base64url");
    }
    Map<String, Object> header = JwtJson.object(decode(compact.group(1)));
    decode(compact.group(3));
    if (!(header.get("alg") instanceof String algorithm) || !algorithms.contains(algorithm)) {
      throw new JwtFault("algorithm not allowed");
    }
    if (header.keySet().stream().anyMatch(REFUSED_HEADERS::contains)) {
      throw new JwtFault("header parameter not allowed");
    }
    checkType(header);
    byte[] signed = token.substring(0, compact.end(2)).getBytes(StandardCharsets.US_ASCII);
    byte[] payload = decode(compact.group(2));
    return new JwtParts(algorithm, keyId(header), signed, compact.group(3), payload);
  }

  private static void checkType(Map<String, Object> header) throws JwtFault {
    if (!header.containsKey("typ")) {
      return;
    }
    if (!(header.get("typ") instanceof String type)
        || !TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new JwtFault("type not allowed");
    }
  }

  private static Optional<String> keyId(Map<String, Object> header) throws JwtFault {
    if (!header.containsKey("kid")) {
      return Optional.empty();
    }
    if (!(header.get("kid") instanceof String id)
        || id.isEmpty()
        || id.length() > KEY_ID_LENGTH_MAX) {
      throw new JwtFault("key id malformed");
    }
    return Optional.of(id);
  }

  /** One text for one value: the spare bits of the last character have to be zero. */
  private static byte[] decode(String segment) throws JwtFault {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(segment);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(segment)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new JwtFault("not base64url");
    }
    throw new JwtFault("base64url with spare bits");
  }
}
