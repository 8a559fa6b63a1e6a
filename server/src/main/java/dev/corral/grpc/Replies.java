package dev.corral.grpc;

import io.grpc.stub.StreamObserver;

/** Sends the one reply of a unary call. */
public final class Replies {

  private Replies() {}

  /** Sends the reply and ends the call. */
  public static <R> void send(StreamObserver<R> replies, R reply) {
    replies.onNext(reply);
    replies.onCompleted();
  }
}
