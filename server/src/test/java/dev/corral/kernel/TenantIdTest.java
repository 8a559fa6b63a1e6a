package dev.corral.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Sources;
import dev.corral.testing.Sources.Source;
import org.junit.jupiter.api.Test;

class TenantIdTest {

  @Test
  void formIsWrittenOnceInJavaAndIsThatOfTheContractAndOfTheTable() {
    String whole = '^' + TenantId.FORM + '$';
    assertThat(Sources.javaMain().stream().filter(java -> java.text().contains(TenantId.FORM)))
        .extracting(Source::name)
        .containsExactly("TenantId.java");
    assertThat(Sources.textOrEmpty("proto/src/main/proto/corral/tenant/v1/tenant_service.proto"))
        .contains("string tenant_id = 2 [(buf.validate.field).string.pattern = \"" + whole + '"');
    assertThat(Sources.sql("V").stream().filter(sql -> sql.text().contains("tenant_id_check")))
        .singleElement()
        .satisfies(sql -> assertThat(sql.text()).contains("tenant_id ~ '" + whole + "'"));
  }

  @Test
  void whatStandsAroundAnIdIsNoPartOfIt() {
    assertThat(TenantId.matches("san-roque")).isTrue();
    assertThat(TenantId.matches("san-roque\n")).isFalse();
    assertThat(TenantId.matches(" san-roque")).isFalse();
    assertThat(TenantId.matches("a")).isFalse();
    assertThat(TenantId.matches("a".repeat(51))).isFalse();
  }
}
