package dev.corral.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.corral.kernel.Row;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Page tokens (AIP-158) of lists that are ordered by a time and an id, or by an id alone: where the
 * next page begins, bound to the list, the caller and the filters that made the token. Opaque to
 * clients, but no secret: what a caller may see is decided by the query, not by the token.
 */
final class PageToken {

  private static final String SEPARATOR = "|";
  private static final int PARTS = 3;
  private static final int BINDING_BYTES = 6;

  private PageToken() {}

  /** A token for the page after a row. */
  static String write(Message filter, Page.Position last) {
    String text = String.join(SEPARATOR, binding(filter), text(last.time()), last.id());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Where a page begins; the empty token is the first page.
   *
   * @throws InvalidRequest when it is not a token of this caller and these filters
   */
  static Page.Position read(String token, Message filter) {
    if (token.isEmpty()) {
      return new Page.Position(null, "");
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("\\" + SEPARATOR, -1);
      if (parts.length != PARTS || !parts[0].equals(binding(filter))) {
        throw invalid();
      }
      return new Page.Position(time(parts[1]), UUID.fromString(parts[2]).toString());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static String text(Timestamp time) {
    return time == null ? "" : Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }

  private static Timestamp time(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Timestamp time = Row.timestamp(Instant.parse(text));
    if (!CommonRules.isOfThisCentury(time)) {
      throw invalid();
    }
    return time;
  }

  private static InvalidRequest invalid() {
    return new InvalidRequest("page_token", "is not a token of a call with these filters");
  }

  private static String binding(Message filter) {
    String list = filter.getDescriptorForType().getFullName();
    byte[] hash = CallContext.call(filter).requestHash();
    byte[] start = Arrays.copyOf(hash, BINDING_BYTES);
    return list + ' ' + Base64.getUrlEncoder().withoutPadding().encodeToString(start);
  }
}
