/**
 * The Java client of Corral, for Java 17 and later: {@link dev.corral.client.CorralClient}, and the
 * stubs that are generated from the contract.
 */
package dev.corral.client;
