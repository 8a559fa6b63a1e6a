package dev.corral.identity;

/**
 * Something that makes a token, or a key set, one not to be believed. Its message names the kind of
 * fault for the log and holds nothing of the token. Carries no stack trace: a bad token is daily
 * bread.
 */
final class JwtFault extends Exception {

  private static final long serialVersionUID = 1L;

  JwtFault(String kind) {
    super(kind, null, false, false);
  }
}
