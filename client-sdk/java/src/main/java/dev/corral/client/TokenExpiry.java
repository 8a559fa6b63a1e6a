package dev.corral.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a JSON Web Token has expired, as anyone can read in it. The server never says it. */
final class TokenExpiry {

  private static final Pattern PAYLOAD = Pattern.compile("[^.]+\\.([A-Za-z0-9_-]+)\\..*");
  private static final Pattern EXP = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,11})\\b");

  private TokenExpiry() {}

  /** Empty when it has not expired, or is no token. */
  static Optional<Instant> of(String token) {
    Matcher payload = PAYLOAD.matcher(token);
    if (!payload.matches() || payload.group(1).length() % 4 == 1) {
      return Optional.empty();
    }
    byte[] json = Base64.getUrlDecoder().decode(payload.group(1));
    Matcher exp = EXP.matcher(new String(json, StandardCharsets.UTF_8));
    return exp.find()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(exp.group(1))))
            .filter(at -> at.isBefore(Instant.now()))
        : Optional.empty();
  }
}
