package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * What an operator may write as the URL of the database: a URL, or none; who logs in is never
 * shown.
 */
class DatabaseUrlJazzerTest {

  private static final String LOGIN = "^jdbc:postgresql://[^/?]*@|^[^?]*[?](.*&)?(user|password)=";

  @FuzzTest(maxDuration = "2m")
  void textIsAUrlOrNone(FuzzedDataProvider data) {
    String start = data.pickValue(new String[] {"", "postgresql://", "jdbc:postgres://u:p@h/d?"});
    String text = start + data.consumeRemainingAsString();
    DatabaseUrl.parse(text)
        .ifPresent(
            url -> {
              assertThat(url.jdbcUrl()).startsWith("jdbc:postgresql://");
              assertThat(url.toString()).doesNotContainPattern(LOGIN);
            });
  }
}
