package dev.corral.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.corral.testing.Contract;
import dev.corral.testing.RawCall;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One call, ready to be sent.
 *
 * @param what the message as text, for a report
 * @param bytes what goes out as the message
 * @param gzip whether the bytes are said to be a gzip stream
 * @param deadline the client's; empty for none
 */
record FuzzCall(
    MethodDescriptor<?, ?> rpc,
    String what,
    byte[] bytes,
    boolean gzip,
    Metadata headers,
    Optional<Duration> deadline) {

  private static final int SHOWN_MAX = 3000;

  /** Sends it and returns the bytes of the reply. */
  byte[] send(FuzzChannels channels) {
    Channel channel =
        ClientInterceptors.intercept(
            gzip ? channels.raw() : channels.plain(),
            MetadataUtils.newAttachHeadersInterceptor(headers));
    CallOptions options = CallOptions.DEFAULT;
    if (deadline.isPresent()) {
      options = options.withDeadlineAfter(deadline.get().toNanos(), TimeUnit.NANOSECONDS);
    }
    return RawCall.send(channel, rpc, bytes, gzip ? options.withCompression("gzip") : options);
  }

  /** Sends it; empty when it succeeds. */
  Optional<StatusRuntimeException> refusal(FuzzChannels channels, KnownTexts known) {
    try {
      byte[] reply = send(channels);
      Message type = Contract.example(Contract.schema(rpc).getOutputType());
      known.learn(type.getParserForType().parseFrom(reply));
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(e);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a reply that is no message of the contract", e);
    }
  }

  @Override
  public String toString() {
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_MAX));
    return rpc.getFullMethodName()
        + (gzip ? " gzip" : "")
        + deadline.map(d -> " within " + d).orElse("")
        + " "
        + headers
        + "\n"
        + what.substring(0, Math.min(what.length(), SHOWN_MAX))
        + "\n"
        + hex;
  }
}
