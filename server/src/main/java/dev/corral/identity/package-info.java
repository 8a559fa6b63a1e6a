/**
 * Who calls, by the credential that a call carries: JSON Web Tokens for people, API keys for
 * machines.
 */
package dev.corral.identity;
