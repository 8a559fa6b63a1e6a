package dev.corral.kernel;

import java.util.regex.Pattern;

/** What the id of a tenant looks like, as CreateTenantRequest and the table of tenants have it. */
public final class TenantId {

  /** The form, as a regular expression without groups and anchors. */
  public static final String FORM = "[a-z][a-z0-9_-]{1,49}";

  private static final Pattern PATTERN = Pattern.compile(FORM);

  private TenantId() {}

  /** Whether a text has the form of a tenant's id. There need be no such tenant. */
  public static boolean matches(String text) {
    return PATTERN.matcher(text).matches();
  }
}
