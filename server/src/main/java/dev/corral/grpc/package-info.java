/**
 * The gRPC side that all services share: the interceptors in their order ({@link
 * dev.corral.grpc.Chain}), who calls, what an error looks like on the wire.
 */
package dev.corral.grpc;
