package dev.corral.testing;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;

/** What calls of any RPC are answered, as text that can be compared. */
public final class Answers {

  private Answers() {}

  /** The status with its details, or the reply without times. */
  public static String text(Channel channel, MethodDescriptor<?, ?> rpc, Message request) {
    try {
      return reply(channel, rpc, request).toString().replaceAll("(seconds|nanos): \\d+", "");
    } catch (StatusRuntimeException e) {
      return StatusProto.fromThrowable(e).toString();
    }
  }

  /** The reply. */
  public static Message reply(Channel channel, MethodDescriptor<?, ?> rpc, Message request) {
    return ClientCalls.blockingUnaryCall(
        channel, Contract.untyped(rpc), CallOptions.DEFAULT, request);
  }
}
