package dev.corral.grpc;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Page tokens (AIP-158): where the next page begins, bound to the caller and the filters that made
 * the token. Opaque to clients, but no secret: what a caller may see is decided by the query, not
 * by the token.
 */
public final class PageToken {

  private static final String SEPARATOR = "|";
  private static final int BINDING_BYTES = 6;

  private PageToken() {}

  /** A token for the page after these values, none of which holds {@code |}. */
  public static String write(Message filter, List<String> after) {
    String text = binding(filter) + SEPARATOR + String.join(SEPARATOR, after);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The values of a token.
   *
   * @throws InvalidRequest when it is not a token of this caller and these filters
   */
  public static List<String> read(String token, Message filter, int values) {
    String[] parts = decode(token).split("\\" + SEPARATOR, -1);
    if (parts.length != values + 1 || !parts[0].equals(binding(filter))) {
      throw invalid();
    }
    return List.of(parts).subList(1, parts.length);
  }

  /** What to throw when the values of a token make no sense. */
  public static InvalidRequest invalid() {
    return new InvalidRequest("page_token", "is not a token of a call with these filters");
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static String binding(Message filter) {
    byte[] hash = CallContext.call(filter).requestHash();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(hash, BINDING_BYTES));
  }
}
