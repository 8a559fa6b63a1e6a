package dev.corral;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a PostgreSQL is and who logs in.
 *
 * @param jdbcUrl without user and password
 * @param user empty when the URL names none
 * @param password empty when the URL names none
 */
record DatabaseUrl(String jdbcUrl, String user, String password) {

  /**
   * Reads {@code postgresql://user:password@host:port/database?option=value}, also with {@code
   * postgres:} or a leading {@code jdbc:}; user and password may stand in the query instead.
   *
   * @return empty when it is not such a URL
   */
  static Optional<DatabaseUrl> parse(String text) {
    try {
      URI uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
      boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      if (!postgres || uri.getHost() == null || uri.getPath().length() < 2) {
        return Optional.empty();
      }
      return Optional.of(of(uri));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Without options, since one of them may be sslpassword. */
  @Override
  public String toString() {
    return jdbcUrl.split("\\?", 2)[0];
  }

  private static DatabaseUrl of(URI uri) {
    StringBuilder jdbc = new StringBuilder("jdbc:postgresql://").append(uri.getHost());
    if (uri.getPort() >= 0) {
      jdbc.append(':').append(uri.getPort());
    }
    jdbc.append(uri.getRawPath());
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String user = login.length > 0 ? decode(login[0]) : "";
    String password = login.length > 1 ? decode(login[1]) : "";
    char separator = '?';
    for (String option : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      if (option.startsWith("user=")) {
        user = decode(option.substring("user=".length()));
      } else if (option.startsWith("password=")) {
        password = decode(option.substring("password=".length()));
      } else {
        jdbc.append(separator).append(option);
        separator = '&';
      }
    }
    return new DatabaseUrl(jdbc.toString(), user, password);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
