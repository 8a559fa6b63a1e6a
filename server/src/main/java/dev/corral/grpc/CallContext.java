package dev.corral.grpc;

import com.google.protobuf.Message;
import dev.corral.kernel.Call;
import dev.corral.kernel.Caller;
import io.grpc.Context;

/** Who makes the current call, as {@link IdentityInterceptor} found it. */
public final class CallContext {

  static final Context.Key<Caller> CALLER = Context.key("caller");

  private CallContext() {}

  /** The request together with its caller. */
  public static <Q extends Message> Call<Q> call(Q request) {
    return new Call<>(caller(), request);
  }

  /**
   * The caller.
   *
   * @throws IllegalStateException outside a call, or without {@link IdentityInterceptor}
   */
  public static Caller caller() {
    Caller caller = CALLER.get();
    if (caller == null) {
      throw new IllegalStateException("no caller: is IdentityInterceptor in the chain?");
    }
    return caller;
  }
}
