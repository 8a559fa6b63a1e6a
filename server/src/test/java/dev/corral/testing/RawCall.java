package dev.corral.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Calls with bytes of the test's own choice, whatever the contract says. */
public final class RawCall {

  private RawCall() {}

  /** Sends bytes as the one request of a unary call and returns the bytes of the reply. */
  public static byte[] send(Channel channel, MethodDescriptor<?, ?> rpc, byte[] request) {
    return send(channel, rpc, request, CallOptions.DEFAULT);
  }

  /** The same with options, such as a compressor. */
  public static byte[] send(
      Channel channel, MethodDescriptor<?, ?> rpc, byte[] request, CallOptions options) {
    return ClientCalls.blockingUnaryCall(channel, raw(rpc), options, request);
  }

  /** How a call ends: OK, or the status of its refusal. */
  public static Status status(Channel channel, MethodDescriptor<?, ?> rpc, byte[] request) {
    try {
      send(channel, rpc, request);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** An RPC whose requests and replies are bytes. */
  public static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> rpc) {
    return rpc.toBuilder(new Bytes(), new Bytes()).build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
