package dev.corral.identity;

import dev.corral.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a machine, as it is sent: {@code corral.<tenant>.<key id>.<secret>}.
 *
 * @param tenantId whose rows it opens; {@link #PLATFORM} for a key that stands above tenants
 * @param keyId 12 lower case letters and digits; may be shown
 * @param secret 43 characters of base64url: 32 random bytes; shown once and never stored
 */
public record ApiKey(String tenantId, String keyId, String secret) {

  /** In place of the tenant in keys of the platform. */
  public static final String PLATFORM = "-";

  private static final Pattern FORM =
      Pattern.compile("corral\\.(" + TenantId.FORM + "|-)\\.([a-z0-9]{12})\\.([A-Za-z0-9_-]{43})");
  private static final String KEY_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int KEY_ID_LENGTH = 12;
  private static final int SECRET_BYTES = 32;

  /** Reads a key; empty when it has not the form of one. */
  static Optional<ApiKey> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ApiKey(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** A new key. */
  public static ApiKey generate(String tenantId, SecureRandom random) {
    StringBuilder keyId = new StringBuilder();
    for (int i = 0; i < KEY_ID_LENGTH; i++) {
      keyId.append(KEY_ID_LETTERS.charAt(random.nextInt(KEY_ID_LETTERS.length())));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new ApiKey(
        tenantId, keyId.toString(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The part that may be shown. */
  public String prefix() {
    return "corral." + tenantId + '.' + keyId;
  }

  /** The whole key, for its owner. */
  public String reveal() {
    return prefix() + '.' + secret;
  }

  /** What is stored of the secret: its SHA-256. */
  public byte[] secretHash() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return prefix();
  }
}
