/**
 * The Java client of Corral, for Java 17 and later.
 *
 * <p>It carries the stubs that are generated from the contract and a transport. Make a channel with
 * {@code io.grpc.Grpc.newChannelBuilder}, then a stub such as {@code
 * dev.corral.booking.v1.BookingServiceGrpc.newBlockingStub(channel)}.
 */
package dev.corral.client;
