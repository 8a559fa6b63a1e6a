package dev.corral.prove;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * Why a call did not succeed.
 *
 * @param reason the reason of its ErrorInfo, or the gRPC code where there is none
 * @param text code and message
 */
record Refusal(String reason, String text) {

  private static final String DOMAIN = "corral.dev";

  /** Reads a status. */
  static Refusal of(StatusRuntimeException thrown) {
    String code = thrown.getStatus().getCode().name();
    return new Refusal(reason(thrown, code), code + ": " + thrown.getStatus().getDescription());
  }

  private static String reason(StatusRuntimeException thrown, String code) {
    try {
      for (Any detail : StatusProto.fromThrowable(thrown).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          return info.getDomain().equals(DOMAIN) ? info.getReason() : code;
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return code;
    }
    return code;
  }
}
