/**
 * The races of {@code corral prove}: many callers at once over gRPC, counted exactly, then read
 * back. It knows the contract and nothing of the server, so that it can be run against any service
 * that claims to be one.
 */
package dev.corral.prove;
